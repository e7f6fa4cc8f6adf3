package io.facesweep.diffusion;

import java.nio.file.Path;

/**
 * A LoRA to be merged.
 *
 * @param weight factor of its changes; 1 is as it was trained
 */
public record LoraFile(Path path, double weight) {}
