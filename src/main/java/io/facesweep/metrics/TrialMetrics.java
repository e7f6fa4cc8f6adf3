package io.facesweep.metrics;

import io.facesweep.judges.FaceNets;
import io.facesweep.render.Camera;
import io.facesweep.render.DifferentiableNormals;
import io.facesweep.render.LightPresets;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.RenderedViews;
import io.facesweep.render.Renderer;
import io.facesweep.settings.ScorerSettings;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures trials. Angles, light, timesteps and noise are the same for all trials and are none that
 * trials are optimised with. Immutable; threads may share it as far as they may share the denoiser.
 */
public final class TrialMetrics {
  /** Azimuths of held-out views, degrees. */
  static final List<Double> AROUND = List.of(15.0, 105.0, 195.0, 285.0);

  private static final List<Double> NOT_FRONT = List.of(90.0, 150.0, 180.0, 210.0, 270.0);

  /** Of the held-out views, degrees. */
  static final double ELEVATION = 15;

  private final Denoiser denoiser;
  private final Judges judges;
  private final int side;
  private final Camera camera;
  private final Device device;
  private final KnownShapes shapes;

  /**
   * @param denoiser to ask about renders
   * @param side of the renders in pixels, as the denoiser is used to see them
   * @param camera whose distance and field of view the renders have, as the denoiser is used to see
   *     them
   * @param device to render on
   */
  public TrialMetrics(Denoiser denoiser, int side, Camera camera, Device device) {
    this(denoiser, side, camera, device, Judges.NONE);
  }

  /**
   * @param judges to ask about renders too
   */
  public TrialMetrics(Denoiser denoiser, int side, Camera camera, Device device, Judges judges) {
    this(denoiser, side, camera, device, judges, new KnownShapes());
  }

  /**
   * @param judges to ask about renders too
   * @param shapes that their face nets have seen by that camera; more are added
   */
  public TrialMetrics(
      Denoiser denoiser,
      int side,
      Camera camera,
      Device device,
      Judges judges,
      KnownShapes shapes) {
    this.shapes = shapes;
    this.denoiser = denoiser;
    this.judges = judges;
    this.side = side;
    this.camera = camera;
    this.device = device;
  }

  /**
   * Everything that a result itself tells: {@link Metrics#ALL} but for what belongs to the run
   * (non-finite gradients, seconds, memory). What does not apply is left out: metrics of a texture
   * where there is none, precision without rivals.
   *
   * @return values by metric, in the order of {@link Metrics#ALL}; NaN for one that is undefined
   */
  public Map<Metric, Double> of(TrialScene scene) {
    return measure(scene).values();
  }

  /**
   * What is measured of a scene.
   *
   * @param values as {@link TrialMetrics#of} gives them
   * @param promptErrors for each metric that compares prompts: by prompt, the scene's own and its
   *     rivals, the error of the prediction, or the negative of CLIP's similarity; lower is better
   * @param views values of single views that metrics are made of
   * @param picture of the head, textured where it is, as {@link SmallPicture} writes it
   * @param judgeErrors why a judge failed, by its name; its measures are left out
   */
  public record Measured(
      Map<Metric, Double> values,
      Map<Metric, Map<String, Double>> promptErrors,
      List<ViewValue> views,
      String picture,
      Map<String, String> judgeErrors) {}

  /**
   * What a trial has before its first step, to say how far it is from that.
   *
   * @param vertices positions [V, 3]
   * @param albedo texture of the scene's resolution; empty where it has none
   */
  @SuppressWarnings("ArrayRecordComponent") // An argument, never compared.
  public record Start(float[] vertices, float[] albedo) {}

  /** {@link #of}, and the errors that comparisons of prompts stand on. */
  public Measured measure(TrialScene scene) {
    return measure(scene, Part.ALL, null);
  }

  /**
   * {@link #measure(TrialScene)}, with {@link Metrics#CHANGE} where there is a texture, and {@link
   * Metrics#CHANGE_GEOMETRY}.
   *
   * @param start what the trial had before its first step
   */
  public Measured measure(TrialScene scene, Start start) {
    return measure(scene, Part.ALL, start);
  }

  /**
   * What of {@link #measure(TrialScene, Start)} is not already known of the bare shape: everything
   * but what grey renders tell.
   *
   * @param scene with a texture
   */
  public Measured measureTexture(TrialScene scene, Start start) {
    return measure(scene, Part.TEXTURE, start);
  }

  private enum Part {
    ALL,
    TEXTURE
  }

  private Measured measure(TrialScene scene, Part part, @Nullable Start start) {
    Findings found = new Findings(judges.notTheJudge());
    String picture;
    try (GradMode off = GradMode.disabled();
        TensorScope scope = TensorScope.open()) {
      Renderer renderer = new Renderer(scene.topology(), side, side);
      Tensor vertices =
          Tensor.of(scene.vertices(), 1, scene.topology().vertexCount(), 3).to(device);
      RenderedViews around = renderer.view(vertices, cameras(AROUND));
      RenderedViews notFront = renderer.view(vertices, cameras(NOT_FRONT));
      Tensor shown = scene.isTextured() ? textured(around, scene) : grey(around, AROUND);
      picture = SmallPicture.of(shown.select(0, 0));
      if (part == Part.ALL) {
        Tensor grey = scene.isTextured() ? grey(around, AROUND) : shown;
        ask(scene, grey, grey(notFront, NOT_FRONT), GREY_METRICS, found);
      }
      if (scene.isTextured()) {
        ask(scene, shown, textured(notFront, scene), TEXTURED_METRICS, found);
        albedo(scene, found);
        found.put(Metrics.BAKED_LIGHT, bakedLight(scene, vertices));
      }
      FaceNets nets = judges.faceNets();
      if (nets != null) {
        found.ask(Judges.FACE_NETS, own -> faces(nets, scene, part, vertices, own));
      }
      zeroShot(scene, renderer, vertices, found);
      scorers(scene, part, renderer, vertices, found);
      if (start != null) {
        change(scene, start, around, found);
      }
    }
    found.put(Metrics.COEFFICIENT_NORM, norm(scene.coefficients()));
    return found.measured(picture);
  }

  private void change(TrialScene scene, Start start, RenderedViews around, Findings found) {
    if (scene.isTextured()) {
      Tensor none = Tensor.zeros(3).to(device);
      found.put(
          Metrics.CHANGE,
          Change.ofTexture(around, start.albedo(), scene.albedo(), scene.axis(), none));
    }
    found.put(Metrics.CHANGE_GEOMETRY, Change.ofGeometry(start.vertices(), scene.vertices()));
  }

  /** Which metrics the answers to {@link #ask} are. */
  private record Asked(Metric alignment, Metric precision, Metric fitView, ClipMeasures clip) {}

  private static final Asked GREY_METRICS =
      new Asked(
          Metrics.GEOMETRY_FIT_TEXT,
          Metrics.GEOMETRY_FIT_TEXT_PRECISION,
          Metrics.GEOMETRY_FIT_VIEW,
          ClipMeasures.GREY);
  private static final Asked TEXTURED_METRICS =
      new Asked(
          Metrics.FIT_TEXT, Metrics.FIT_TEXT_PRECISION, Metrics.FIT_VIEW, ClipMeasures.TEXTURED);

  private void ask(TrialScene scene, Tensor around, Tensor notFront, Asked asked, Findings found) {
    judges
        .clips()
        .forEach(
            (name, clip) ->
                found.ask(
                    Judges.ofClip(name),
                    own -> ClipMeasures.measure(clip, scene, around, asked.clip().of(name), own)));
    DenoisingProbe probe = new DenoisingProbe(denoiser, around);
    probe.ask(Stream.concat(Stream.of("", scene.prompt()), scene.rivals().stream()).toList());
    found.put(asked.alignment(), TextMetrics.alignment(probe, scene.prompt()));
    if (!scene.rivals().isEmpty()) {
      found.put(asked.precision(), TextMetrics.precision(probe, scene.prompt(), scene.rivals()));
      Map<String, Double> byPrompt = new LinkedHashMap<>();
      byPrompt.put(scene.prompt(), probe.error(scene.prompt()));
      scene.rivals().forEach(rival -> byPrompt.put(rival, probe.error(rival)));
      found.putErrors(asked.precision(), byPrompt);
    }
    List<String> right =
        NOT_FRONT.stream().map(azimuth -> scene.viewPrompts().at(scene.prompt(), azimuth)).toList();
    String front = scene.viewPrompts().at(scene.prompt(), 0);
    double[] fits = TextMetrics.fitViews(new DenoisingProbe(denoiser, notFront), right, front);
    found.put(asked.fitView(), Arrays.stream(fits).average().orElse(Double.NaN));
    found.see(ViewValue.of(asked.fitView().name(), NOT_FRONT, ELEVATION, fits));
  }

  /** Asks the face nets about pictures from all around, of a size of their own. */
  private void faces(FaceNets nets, TrialScene scene, Part part, Tensor vertices, Findings found) {
    List<Camera> cameras = level(FaceMeasures.AZIMUTHS);
    RenderedViews views =
        new Renderer(scene.topology(), FaceMeasures.SIDE, FaceMeasures.SIDE)
            .view(vertices, cameras);
    FaceMeasures.Shape shape;
    if (part == Part.ALL) {
      shape = FaceMeasures.shape(nets, grey(views, FaceMeasures.AZIMUTHS), found);
      shapes.keep(scene.vertices(), shape);
    } else {
      shape =
          shapes.of(
              scene.vertices(),
              () -> FaceMeasures.front(nets, grey(views, FaceMeasures.AZIMUTHS).slice(0, 0, 1)));
    }
    if (scene.isTextured()) {
      FaceMeasures.texture(nets, scene, textured(views, scene), cameras.get(0), shape, found);
    }
  }

  private void zeroShot(TrialScene scene, Renderer renderer, Tensor vertices, Findings found) {
    ZeroShot question = judges.zeroShot();
    if (question == null || judges.clips().isEmpty() || !scene.isTextured()) {
      return;
    }
    Tensor renders = textured(renderer.view(vertices, level(FaceMeasures.AZIMUTHS)), scene);
    judges
        .clips()
        .forEach(
            (name, clip) ->
                found.ask(Judges.ofClip(name), own -> question.measure(name, clip, renders, own)));
  }

  private void scorers(
      TrialScene scene, Part part, Renderer renderer, Tensor vertices, Findings found) {
    for (Scorer scorer : judges.scorers()) {
      if (scorer.input() == ScorerSettings.Input.GREY) {
        if (part == Part.ALL) {
          found.ask(
              scorer.judge(),
              own ->
                  scorer.measure(
                      azimuths -> grey(renderer.view(vertices, level(azimuths)), azimuths), own));
        }
      } else if (scene.isTextured()) {
        found.ask(
            scorer.judge(),
            own ->
                scorer.measure(
                    azimuths -> textured(renderer.view(vertices, level(azimuths)), scene), own));
      }
    }
  }

  private static double bakedLight(TrialScene scene, Tensor vertices) {
    MeshTopology topology = scene.topology();
    int[] faces = topology.faces();
    long[] corners = new long[faces.length];
    for (int i = 0; i < faces.length; i++) {
      corners[i % 3 * topology.faceCount() + i / 3] = faces[i];
    }
    float[] normals =
        TensorScope.compute(
                () ->
                    DifferentiableNormals.of(
                        vertices.select(0, 0).transpose(0, 1).contiguous(),
                        Tensor.of(corners, corners.length).to(vertices.device())))
            .toFloats();
    int count = topology.vertexCount();
    List<Plane> planes =
        IntStream.range(0, 3)
            .mapToObj(axis -> Arrays.copyOfRange(normals, axis * count, (axis + 1) * count))
            .map(weights -> RegionMask.inTexture(topology, weights, scene.resolution()))
            .toList();
    Plane skin = RegionMask.inTexture(topology, scene.skin(), scene.resolution());
    return BakedLight.of(scene.albedo(), skin, planes);
  }

  private static void albedo(TrialScene scene, Findings found) {
    float[] albedo = scene.albedo();
    Plane skin = RegionMask.inTexture(scene.topology(), scene.skin(), scene.resolution());
    AlbedoMetrics.all(albedo, skin).forEach(found::put);
    if (Misregistration.isDefined(scene.regions())) {
      found.put(
          Metrics.MISREGISTRATION,
          Misregistration.of(albedo, scene.resolution(), scene.topology(), scene.regions()));
    }
  }

  private static double norm(float[] coefficients) {
    double sum = 0;
    for (float coefficient : coefficients) {
      sum += (double) coefficient * coefficient;
    }
    return Math.sqrt(sum);
  }

  private List<Camera> level(List<Double> azimuths) {
    return azimuths.stream().map(azimuth -> camera.turned(azimuth, 0)).toList();
  }

  private List<Camera> cameras(List<Double> azimuths) {
    return azimuths.stream().map(azimuth -> camera.turned(azimuth, ELEVATION)).toList();
  }

  private Tensor grey(RenderedViews views, List<Double> azimuths) {
    List<Tensor> lights =
        azimuths.stream()
            .map(azimuth -> LightPresets.light(LightPresets.FROM_ABOVE, azimuth))
            .toList();
    return views.grey(LightPresets.GREY_ALBEDO, Tensor.stack(0, lights).to(device), white());
  }

  private Tensor textured(RenderedViews views, TrialScene scene) {
    Tensor texture =
        Tensor.of(scene.albedo(), 3, scene.resolution(), scene.resolution()).to(device);
    return views.textured(texture, scene.axis(), white());
  }

  private Tensor white() {
    return Tensor.ones(3).to(device);
  }
}
