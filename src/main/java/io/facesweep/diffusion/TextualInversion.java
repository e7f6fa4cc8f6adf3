package io.facesweep.diffusion;

import io.facesweep.ForeignText;
import io.facesweep.UserException;
import io.facesweep.weights.StoredTensor;
import io.facesweep.weights.WeightFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Vectors that a token stands for (Gal et al. 2022, arXiv 2208.01618), in the form of AUTOMATIC1111
 * ({@code string_to_param}, {@code emb_params}; the token is the file's name) or of diffusers (one
 * tensor, whose name is the token).
 *
 * @param path of the file
 * @param token as it is looked for: of normalized text
 * @param vectors [width], or [count, width]
 */
record TextualInversion(Path path, String token, StoredTensor vectors) {
  private static final List<String> OF_TOOLS = List.of("string_to_param.*", "emb_params");
  private static final List<String> OF_XL = List.of("clip_g", "clip_l");
  private static final String NUMBERS = "string_to_token.";
  private static final int MAX_LISTED = 3;

  /** Whether tensors by name are those of an embedding. */
  static boolean looksLikeOne(Map<String, StoredTensor> tensors) {
    List<StoredTensor> left = vectors(tensors);
    if (left.size() != 1) {
      return left.size() == OF_XL.size() && tensors.keySet().containsAll(OF_XL);
    }
    long[] shape = left.get(0).shape();
    return (shape.length == 1 || shape.length == 2) && shape[shape.length - 1] > 1;
  }

  /** Those that are not the numbers that tokens had where an embedding was trained. */
  private static List<StoredTensor> vectors(Map<String, StoredTensor> tensors) {
    List<StoredTensor> left = new ArrayList<>(tensors.values());
    left.removeIf(tensor -> tensor.name().startsWith(NUMBERS));
    return left;
  }

  /**
   * Reads what an embedding is; its vectors are read when they are asked for.
   *
   * @throws UserException if the file holds anything else, naming why
   */
  static TextualInversion open(EmbeddingFile file) {
    Path path = file.path();
    Map<String, StoredTensor> tensors = WeightFile.open(path).tensors();
    if (OF_XL.stream().anyMatch(tensors::containsKey)) {
      throw refused(path, "it is for Stable Diffusion XL (supported: 1.x and 2.x)");
    }
    List<StoredTensor> left = vectors(tensors);
    if (left.size() != 1) {
      throw refused(
          path,
          "it holds %d tensors, first %s (expected one)"
              .formatted(
                  left.size(),
                  left.stream()
                      .limit(MAX_LISTED)
                      .map(tensor -> "'" + ForeignText.quoted(tensor.name()) + "'")
                      .collect(Collectors.joining(", "))));
    }
    StoredTensor vectors = left.get(0);
    long[] shape = vectors.shape();
    if (!vectors.type().isFloating()
        || shape.length < 1
        || shape.length > 2
        || vectors.elements() == 0) {
      throw refused(
          path,
          "'%s' is %s %s (expected floating [width] or [count, width])"
              .formatted(
                  ForeignText.quoted(vectors.name()), vectors.type(), Arrays.toString(shape)));
    }
    String given = file.token();
    String token = ClipText.normalized(given == null ? named(path, vectors) : given).strip();
    if (token.isEmpty()) {
      throw refused(path, "its token is blank (say another: { file, token })");
    }
    return new TextualInversion(path, token, vectors);
  }

  private static String named(Path path, StoredTensor vectors) {
    if (!OF_TOOLS.contains(vectors.name())) {
      return vectors.name();
    }
    String name = path.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** Values of a vector. */
  int width() {
    return Math.toIntExact(vectors.shape()[vectors.shape().length - 1]);
  }

  /** How many vectors it has. */
  int count() {
    return Math.toIntExact(vectors.elements() / width());
  }

  /**
   * Its vectors one after the other.
   *
   * @throws UserException if they are of another width, or not finite
   */
  float[] values(int expectedWidth) {
    if (width() != expectedWidth) {
      throw refused(
          path,
          "its vectors have %d values (expected %d, the width of the text encoder): it is for another base"
              .formatted(width(), expectedWidth));
    }
    float[] values = vectors.floats();
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw refused(path, "it has values that are NaN or infinite");
      }
    }
    return values;
  }

  /** What it is, for people. */
  String described() {
    return "'%s', %d of %d values".formatted(ForeignText.quoted(token), count(), width());
  }

  static UserException refused(Path path, String why) {
    return new UserException("Cannot use embedding %s: %s".formatted(path, why));
  }
}
