package io.facesweep.settings;

/** What normals are shown in the axes of. */
public enum NormalFrame implements Choice {
  /** The camera: what faces it is blue in every view. */
  CAMERA,
  /** The head: a place on it has one colour in all views (FaceG2E's code). */
  HEAD
}
