package io.facesweep.face;

import org.jspecify.annotations.Nullable;

/**
 * The files of a face model.
 *
 * @param face as {@link FaceModels#open(String)} takes it
 * @param uvs texture coordinates in the place of the face's own, {@code .obj}, {@code .npz} or
 *     {@code .safetensors} (see {@link FaceUvs}); null for the face's own
 * @param regions further regions and landmarks, {@code .json} or {@code .pkl} (see {@link
 *     FaceRegions}); null for none
 */
public record FaceFiles(String face, @Nullable String uvs, @Nullable String regions) {
  /** A face as its own files have it. */
  public static FaceFiles of(String face) {
    return new FaceFiles(face, null, null);
  }
}
