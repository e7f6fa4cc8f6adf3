package io.facesweep.settings;

import java.io.Serializable;

/**
 * A LoRA that is merged into the diffusion model.
 *
 * @param file path or URI of it
 * @param weight factor of its changes; 1 is as it was trained
 */
public record LoraSettings(String file, double weight) implements Serializable {}
