package io.facesweep.synthesis;

import io.facesweep.guidance.LatentCodec;
import io.facesweep.render.RenderedViews;
import io.facesweep.render.Renderer;
import io.facesweep.render.TextureWrap;
import io.facesweep.render.ViewCache;
import io.facesweep.settings.LatentBackground;
import io.facesweep.settings.LightMode;
import io.facesweep.settings.LightSettings;
import io.facesweep.settings.TextureSettings;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * Renders of the texture phase: of latents at latent resolution, and of images at full resolution.
 */
final class TextureRenders {
  /** Side in latents of the plain image that a latent background is the encoding of. */
  private static final int PLAIN_SIDE = 8;

  /** Of a trial: of more views few would come again. */
  private static final long MAX_VIEWS = 1024;

  /** Part of the heap that kept views of one resolution may take. */
  private static final long HEAP_PART = 32;

  private final Lockstep lockstep;
  private final LatentCodec codec;
  private final TensorOwner owner;
  private final Renderer full;
  private final Renderer small;
  private final Renderer controls;
  private final TextureWrap axis;
  private final @Nullable ViewCache fullViews;
  private final @Nullable ViewCache smallViews;
  private @Nullable Tensor latentBackground;

  /**
   * @param heads whether what the host found of their views is kept
   */
  TextureRenders(
      Lockstep lockstep,
      LatentCodec codec,
      Renderers renderers,
      Controls.Heads heads,
      TensorOwner owner) {
    TextureSettings common = lockstep.state(0).settings().texture();
    this.lockstep = lockstep;
    this.codec = codec;
    this.owner = owner;
    this.full = renderers.at(common.renderResolution());
    this.small = renderers.at(common.encodedSide() / codec.factor());
    this.controls = renderers.at(common.encodedSide());
    this.axis = common.wrap() ? TextureWrap.REPEAT : TextureWrap.CLAMP;
    boolean comeAgain =
        heads == Controls.Heads.FIXED
            && lockstep.all().stream().allMatch(state -> state.views().distinct() <= MAX_VIEWS);
    long bytes = Runtime.getRuntime().maxMemory() / HEAP_PART;
    this.fullViews = comeAgain ? new ViewCache(bytes) : null;
    this.smallViews = comeAgain ? new ViewCache(bytes) : null;
  }

  /** The renderer of what ControlNets are shown, of as many pixels as the VAE's input. */
  Renderer controls() {
    return controls;
  }

  TextureWrap axis() {
    return axis;
  }

  /** The step's views at full resolution, [K]. */
  RenderedViews views(Tensor vertices) {
    return views(full, fullViews, vertices);
  }

  /** The step's views at latent resolution, [K]. */
  RenderedViews smallViews(Tensor vertices) {
    return views(small, smallViews, vertices);
  }

  private RenderedViews views(Renderer renderer, @Nullable ViewCache cache, Tensor vertices) {
    return cache == null
        ? renderer.view(vertices, lockstep.cameras())
        : renderer.view(
            vertices,
            lockstep.cameras(),
            lockstep.running().stream().map(TrialState::place).toList(),
            cache);
  }

  /**
   * The render that is z: latents as the texture, [K, 4, side / f, side / f]. Its background is the
   * latent of a plain image of the background's colour, or zero. Colours that are drawn are encoded
   * at each step.
   *
   * @param views at latent resolution
   * @param latents [K, 4, h, w]
   */
  Tensor latents(RenderedViews views, Tensor latents) {
    return views.textured(latents, axis, backgroundOf(latents));
  }

  /**
   * Images [K, 3, side, side] in [0, 1]: unlit where all trials have ambient light of intensity 1.
   *
   * @param textures [K, 3, R, R]
   */
  Tensor images(RenderedViews views, Tensor textures) {
    Tensor background = lockstep.backgrounds(textures);
    if (lockstep.running().stream().allMatch(state -> isPlain(state.lightSettings()))) {
      return views.textured(textures, axis, background);
    }
    return views.lit(textures, axis, lockstep.stackOnHost(TrialState::light), background);
  }

  /** Goes on with some of the trials only. */
  void keep(int[] rows) {
    Tensor background = latentBackground;
    if (background != null) {
      try (TensorScope scope = TensorScope.open()) {
        latentBackground = owner.adopt(Rows.of(background, rows));
      }
      owner.free(background);
    }
  }

  private Tensor backgroundOf(Tensor latents) {
    boolean isZero =
        lockstep.state(0).settings().texture().latentBackground() == LatentBackground.ZERO;
    if (!isZero && lockstep.running().stream().anyMatch(TrialState::drawsBackground)) {
      return encodedBackground(latents);
    }
    Tensor known = latentBackground;
    if (known == null) {
      known =
          owner.adopt(
              isZero
                  ? latents.fullLike(0, lockstep.size(), LatentCodec.CHANNELS)
                  : encodedBackground(latents));
      latentBackground = known;
    }
    return known;
  }

  /** Latents of the plain backgrounds, away from the border, [K, 4]. */
  private Tensor encodedBackground(Tensor like) {
    try (GradMode off = GradMode.disabled()) {
      return TensorScope.compute(
          () -> {
            long side = (long) PLAIN_SIDE * codec.factor();
            Tensor colours = lockstep.backgrounds(like);
            Tensor plain = colours.reshape(-1, 3, 1, 1).expand(colours.shape(0), 3, side, side);
            Tensor noise =
                colours.fullLike(0, colours.shape(0), LatentCodec.CHANNELS, PLAIN_SIDE, PLAIN_SIDE);
            Tensor latents = codec.encode(plain.contiguous(), noise);
            long first = PLAIN_SIDE / 4;
            long last = PLAIN_SIDE - first;
            return latents.slice(2, first, last).slice(3, first, last).mean(2, 3);
          });
    }
  }

  private static boolean isPlain(LightSettings light) {
    return light.mode() == LightMode.AMBIENT && light.intensity() == 1;
  }
}
