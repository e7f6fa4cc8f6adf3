package io.facesweep.face;

import io.facesweep.UserException;

/** Opens face models by their specification, as a configuration names them. */
public final class FaceModels {
  private FaceModels() {}

  /**
   * Opens a model.
   *
   * @param spec {@code builtin:head}
   * @throws UserException when the specification is unknown or what it names cannot be used
   */
  public static FaceModel open(String spec) {
    if (spec.equals(BuiltinHead.NAME)) {
      return BuiltinHead.create();
    }
    throw new UserException("Invalid face model: %s (expected builtin:head)".formatted(spec));
  }
}
