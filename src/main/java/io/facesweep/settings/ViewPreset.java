package io.facesweep.settings;

import java.util.Arrays;

/**
 * Named view distributions; a given elevation, azimuth or distance offset replaces the preset's.
 * Degrees, radii of the face: FaceG2E's camera units are two thirds of one, since its heads reach
 * from -1.5 to 1.5.
 */
@SuppressWarnings("ImmutableEnumChecker") // samplings copy their lists
public enum ViewPreset implements Choice {
  /** FaceG2E's paper: elevation {0, 10, 30}, azimuth {0, 30, 60, 300, 330}, offset {1, 2}. */
  PAPER(choices(0, 10, 30), choices(0, 30, 60, 300, 330), choices(1, 2)),
  /** FaceG2E's code, geometry: elevation U[-20, 20], azimuth U[-45, 45], offset U[0, 2]. */
  CODE_GEOMETRY(new Sampling.Range(-20, 20), new Sampling.Range(-45, 45), new Sampling.Range(0, 2)),
  /**
   * FaceG2E's code, texture: elevation {0, 30}, azimuth {0, 60, 120, 240, 300}, offset {1, 2}. Its
   * x = -30 turns the head's crown towards the camera, which so looks from above.
   */
  CODE_TEXTURE(choices(0, 30), choices(0, 60, 120, 240, 300), choices(1, 2)),
  /** All around: elevation U[-20, 20], azimuth U[-180, 180], offset U[0, 2]. Ours. */
  FULL_TURN(new Sampling.Range(-20, 20), new Sampling.Range(-180, 180), new Sampling.Range(0, 2)),
  /** Nothing preset: elevation and azimuth must be given, the offset is 0 unless given. */
  CUSTOM(choices(), choices(), choices(0));

  private final Sampling elevation;
  private final Sampling azimuth;
  private final Sampling distanceOffset;

  ViewPreset(Sampling elevation, Sampling azimuth, Sampling distanceOffset) {
    this.elevation = elevation;
    this.azimuth = azimuth;
    this.distanceOffset = distanceOffset;
  }

  /** Degrees, positive from above; no choices for {@link #CUSTOM}. */
  public Sampling elevation() {
    return elevation;
  }

  /** Degrees, 0 the front, +90 the camera on +X; no choices for {@link #CUSTOM}. */
  public Sampling azimuth() {
    return azimuth;
  }

  /** Radii of the face, added to {@code views.distance}. */
  public Sampling distanceOffset() {
    return distanceOffset;
  }

  private static Sampling choices(double... values) {
    return new Sampling.Choices(Arrays.stream(values).boxed().toList());
  }
}
