package io.facesweep.face;

import java.util.List;

/** Names of regions that FaceSweep looks for. */
public final class RegionNames {
  /** What the plain skin has colours for: without one of them it is of one colour. */
  public static final List<String> PAINTED = List.of("lips", "eyes", "scalp");

  private RegionNames() {}

  /** Those of {@link #PAINTED} that a face model knows. */
  public static List<String> painted(FaceModel face) {
    return PAINTED.stream().filter(face.regions()::containsKey).toList();
  }
}
