package io.facesweep.diffusion;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A textual inversion embedding to be used in texts.
 *
 * @param token that stands for it; null for the one in the file, or the file's name
 */
public record EmbeddingFile(Path path, @Nullable String token) {}
