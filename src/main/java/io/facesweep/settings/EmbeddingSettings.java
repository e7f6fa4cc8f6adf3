package io.facesweep.settings;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A textual inversion embedding: what a token stands for in texts.
 *
 * @param file path or URI of it
 * @param token that stands for it; null for the one in the file, or the file's name
 */
public record EmbeddingSettings(String file, @Nullable String token) implements Serializable {
  /**
   * Returns the token that is part of a stage's identity: the one that is given, or the file's name
   * without its folder and extension.
   */
  public String identityToken() {
    if (token != null) {
      return token;
    }
    String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
