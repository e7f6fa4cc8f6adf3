package io.facesweep.synthesis;

import io.facesweep.face.FaceModel;
import io.facesweep.guidance.Control;
import io.facesweep.render.Camera;
import io.facesweep.render.RenderedViews;
import io.facesweep.render.Renderer;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The controls that a batch has in a phase. Where the heads are fixed and views come from fixed
 * sets, the images of each view are made once.
 */
final class Controls {
  /** Whether the heads stay the same at all steps. */
  enum Heads {
    FIXED,
    MOVING
  }

  /** Cached images together stay below this. */
  private static final long CACHE_BYTES = 1L << 30;

  private record Key(int place, Camera camera) {}

  private final List<ControlSource> sources;
  private final Lockstep lockstep;
  private final FaceModel face;
  private final Renderer renderer;
  private final TensorOwner owner;
  private final Map<Key, List<Tensor>> cache = new HashMap<>();
  private final boolean caches;

  /**
   * @param sources of which all trials have each
   * @param face the model that the heads are of
   * @param renderer of the images that the latents are encoded from, or of as many pixels
   * @param owner keeps the cache
   */
  Controls(
      List<ControlSource> sources,
      Lockstep lockstep,
      FaceModel face,
      Renderer renderer,
      Heads heads,
      TensorOwner owner) {
    this.sources = sources;
    this.lockstep = lockstep;
    this.face = face;
    this.renderer = renderer;
    this.owner = owner;
    double views = lockstep.all().stream().mapToDouble(state -> state.views().distinct()).sum();
    long each = sources.stream().mapToLong(source -> source.bytes(renderer.side())).sum();
    this.caches = heads == Heads.FIXED && views * each <= CACHE_BYTES;
  }

  /**
   * Returns what the ControlNets are shown in the present step, images [K, 3, H, W]. Those that are
   * off by then for all trials are left out.
   *
   * @param vertices [K, V, 3]
   * @param views of this step by such a renderer, if there are
   */
  List<Control> of(Tensor vertices, @Nullable RenderedViews views) {
    Map<ControlSource, double[]> scales = new EnumMap<>(ControlSource.class);
    for (ControlSource source : sources) {
      double[] own = lockstep.values(source::scale);
      if (Arrays.stream(own).anyMatch(scale -> scale != 0)) {
        scales.put(source, own);
      }
    }
    if (scales.isEmpty()) {
      return List.of();
    }
    List<ControlSource> shown = List.copyOf(scales.keySet());
    try (GradMode off = GradMode.disabled()) {
      List<Tensor> images = TensorScope.computeAll(() -> images(shown, vertices.detach(), views));
      List<Control> controls = new ArrayList<>();
      for (int i = 0; i < images.size(); i++) {
        ControlSource source = shown.get(i);
        controls.add(
            new Control(
                source.role(), images.get(i), Objects.requireNonNull(scales.get(source), "shown")));
      }
      return controls;
    }
  }

  private List<Tensor> images(
      List<ControlSource> shown, Tensor vertices, @Nullable RenderedViews views) {
    List<TrialState> states = lockstep.running();
    if (caches) {
      fill(vertices);
      List<List<Tensor>> images = states.stream().map(this::cached).toList();
      return shown.stream()
          .mapToInt(sources::indexOf)
          .mapToObj(i -> Tensor.stack(0, images.stream().map(each -> each.get(i)).toList()))
          .map(Controls::asColour)
          .toList();
    }
    RenderedViews own = views == null ? renderer.view(vertices, lockstep.cameras()) : views;
    return shown.stream().map(source -> asColour(source.images(own, states, face))).toList();
  }

  /** Makes the images that are missing in the present step. */
  private void fill(Tensor vertices) {
    int[] missing =
        IntStream.range(0, lockstep.size())
            .filter(row -> !cache.containsKey(key(lockstep.state(row))))
            .toArray();
    if (missing.length == 0) {
      return;
    }
    List<TrialState> states = IntStream.of(missing).mapToObj(lockstep::state).toList();
    RenderedViews views =
        renderer.view(Rows.of(vertices, missing), states.stream().map(TrialState::camera).toList());
    List<Tensor> found =
        sources.stream().map(source -> source.images(views, states, face)).toList();
    for (int i = 0; i < missing.length; i++) {
      int row = i;
      cache.put(
          key(states.get(i)),
          found.stream().map(images -> owner.adopt(images.select(0, row).copy())).toList());
    }
  }

  /** The images of a trial's view, one per source. */
  private List<Tensor> cached(TrialState state) {
    return Objects.requireNonNull(cache.get(key(state)), "views are cached before they are read");
  }

  /** Images of three channels, equal where there is one. */
  private static Tensor asColour(Tensor images) {
    return images.shape(1) == 3
        ? images
        : images.expand(images.shape(0), 3, images.shape(2), images.shape(3));
  }

  private static Key key(TrialState state) {
    return new Key(state.place(), state.camera());
  }
}
