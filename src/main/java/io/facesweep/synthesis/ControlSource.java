package io.facesweep.synthesis;

import io.facesweep.face.FaceLines;
import io.facesweep.face.FaceModel;
import io.facesweep.render.CannyEdges;
import io.facesweep.render.DepthOrder;
import io.facesweep.render.LightPresets;
import io.facesweep.render.NormalSpace;
import io.facesweep.render.RenderedViews;
import io.facesweep.settings.CannyControl;
import io.facesweep.settings.ControlSettings;
import io.facesweep.settings.DepthConvention;
import io.facesweep.settings.GeometrySettings;
import io.facesweep.settings.LandmarkControl;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.NormalControl;
import io.facesweep.settings.NormalFrame;
import io.facesweep.settings.TextureSettings;
import io.facesweep.settings.TrialSettings;
import io.facesweep.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a ControlNet of the diffusion model is shown beside z: an image of the head from the step's
 * camera. Each constant says of every phase whether and how strongly trials have it.
 */
enum ControlSource {
  /** Depth: background 0, each view's own range mapped to [0.5, 1]. */
  DEPTH(ModelRole.DEPTH_CONTROLNET, 1) {
    @Override
    ControlUse use(TrialSettings trial, SynthesisPhase phase) {
      GeometrySettings geometry = trial.geometry();
      TextureSettings texture = trial.texture();
      return phase == SynthesisPhase.GEOMETRY
          ? new ControlUse(geometry.depthControl(), geometry.depthScale(), geometry.depthEnd())
          : new ControlUse(texture.depthControl(), texture.depthScale(), texture.depthEnd());
    }

    @Override
    Tensor images(RenderedViews views, List<TrialState> states, FaceModel face) {
      return views.controlDepth(states.stream().map(DEPTH::order).toList()).slice(1, 0, 1);
    }
  },
  /**
   * Normals, before what faces the viewer. In the camera's axes red is left, green is top and blue
   * is front, as ControlNet's normal models were shown them.
   */
  NORMAL(ModelRole.NORMAL_CONTROLNET, 3) {
    @Override
    ControlUse use(TrialSettings trial, SynthesisPhase phase) {
      NormalControl normal = settings(trial, phase).normal();
      return new ControlUse(normal.on(), normal.scale(), normal.end());
    }

    @Override
    Tensor images(RenderedViews views, List<TrialState> states, FaceModel face) {
      TrialState first = states.get(0);
      NormalFrame frame = settings(first.settings(), first.phase()).normal().frame();
      Tensor facing = Tensor.of(FACING, FACING.length);
      if (frame == NormalFrame.HEAD) {
        return views.normals(NormalSpace.WORLD, facing);
      }
      Tensor normals = views.normals(NormalSpace.CAMERA, facing); // red is right
      return Tensor.cat(1, normals.slice(1, 0, 1).mul(-1).add(1), normals.slice(1, 1, 3));
    }
  },
  /** The lines of the face. */
  LANDMARKS(ModelRole.LANDMARK_CONTROLNET, 3) {
    @Override
    ControlUse use(TrialSettings trial, SynthesisPhase phase) {
      LandmarkControl landmarks = settings(trial, phase).landmarks();
      return new ControlUse(landmarks.on(), landmarks.scale(), landmarks.end());
    }

    @Override
    Tensor images(RenderedViews views, List<TrialState> states, FaceModel face) {
      FaceLines lines = face.lines().orElseThrow(); // others are refused before
      LineDrawing drawing = new LineDrawing(views.width());
      List<Tensor> images = new ArrayList<>();
      for (int i = 0; i < states.size(); i++) {
        float[] image = drawing.draw(lines, views.clip(i), states.get(i).camera());
        images.add(Tensor.of(image, 3, drawing.side(), drawing.side()));
      }
      return Tensor.stack(0, images).to(views.device());
    }
  },
  /** Edges of a grey render, lit from the camera. */
  CANNY(ModelRole.CANNY_CONTROLNET, 1) {
    @Override
    ControlUse use(TrialSettings trial, SynthesisPhase phase) {
      CannyControl canny = settings(trial, phase).canny();
      return new ControlUse(canny.on(), canny.scale(), canny.end());
    }

    @Override
    Tensor images(RenderedViews views, List<TrialState> states, FaceModel face) {
      Tensor light =
          Tensor.stack(
              0,
              states.stream()
                  .map(state -> LightPresets.light(HEADLIGHT, state.camera().azimuth()))
                  .toList());
      Tensor grey =
          views
              .grey(LightPresets.GREY_ALBEDO, light, Tensor.of(WHITE, WHITE.length))
              .slice(1, 0, 1);
      int side = views.width();
      List<float[]> luminance = ItemValues.split(grey);
      List<Tensor> images = new ArrayList<>();
      for (int i = 0; i < states.size(); i++) {
        TrialState state = states.get(i);
        CannyControl canny = settings(state.settings(), state.phase()).canny();
        float[] edges =
            new CannyEdges(canny.low(), canny.high(), 0).detect(luminance.get(i), side, side);
        images.add(Tensor.of(edges, 1, side, side));
      }
      return Tensor.stack(0, images).to(views.device());
    }
  };

  /** The normal of what faces the viewer, as a colour. */
  private static final float[] FACING = {0.5f, 0.5f, 1};

  private static final float[] WHITE = {1, 1, 1};

  /** The light from where the camera is. */
  private static final int HEADLIGHT = 0;

  private final ModelRole role;
  private final int channels;

  /**
   * @param channels of the images: 3, or 1 where the ControlNet sees three equal ones
   */
  ControlSource(ModelRole role, int channels) {
    this.role = role;
    this.channels = channels;
  }

  /** Returns those that a trial has in a phase, in order. */
  static List<ControlSource> of(TrialSettings trial, SynthesisPhase phase) {
    return Stream.of(values()).filter(source -> source.use(trial, phase).isOn()).toList();
  }

  /** Returns whether and how a trial has it in a phase. */
  abstract ControlUse use(TrialSettings trial, SynthesisPhase phase);

  /**
   * Returns the images, [N, channels, H, W] in [0, 1].
   *
   * @param views the N heads as the cameras of their steps see them
   * @param states the trials, one per view
   * @param face the model that the heads are of
   */
  abstract Tensor images(RenderedViews views, List<TrialState> states, FaceModel face);

  /** Returns the conditioning scale of a trial's ControlNet in the present step; 0 is off. */
  double scale(TrialState state) {
    return use(state.settings(), state.phase()).scaleAt(state.step());
  }

  ModelRole role() {
    return role;
  }

  int channels() {
    return channels;
  }

  /** Returns how many bytes one image takes. */
  long bytes(long side) {
    return channels * side * side * Float.BYTES;
  }

  DepthOrder order(TrialState state) {
    DepthConvention convention =
        state.phase() == SynthesisPhase.GEOMETRY
            ? state.settings().geometry().depthConvention()
            : state.settings().texture().depthConvention();
    return convention == DepthConvention.NEAR_BRIGHT
        ? DepthOrder.NEAR_BRIGHT
        : DepthOrder.FAR_BRIGHT;
  }

  private static ControlSettings settings(TrialSettings trial, SynthesisPhase phase) {
    return phase == SynthesisPhase.GEOMETRY
        ? trial.geometry().control()
        : trial.texture().control();
  }
}
