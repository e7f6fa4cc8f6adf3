package io.facesweep.judges;

/**
 * Groups of FaceMesh's 468 points, after MediaPipe's face_mesh_connections.py (Apache-2.0). Left
 * and right are the person's: in a front view the left eye lies on the picture's right.
 */
public enum FaceLandmarks {
  LEFT_EYE(263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466),
  RIGHT_EYE(33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246),
  /** The outer border of the lips. */
  MOUTH(61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185);

  private final int[] indices;

  FaceLandmarks(int... indices) {
    this.indices = indices;
  }

  int[] indices() {
    return indices.clone();
  }
}
