package io.facesweep.synthesis;

import io.facesweep.tensor.Tensor;

/**
 * A small picture of a trial on its way, always from the same view: grey for geometry, textured
 * else. One frame of an animation.
 *
 * @param phase the phase
 * @param step steps done when it was taken: 0 is the start
 * @param size side in pixels
 * @param rgb 8-bit RGB [size, size, 3], row 0 on top
 */
@SuppressWarnings("ArrayRecordComponent") // A result, never compared.
public record Snapshot(SynthesisPhase phase, int step, int size, byte[] rgb) {
  /** From an image [3, size, size] in [0, 1]. */
  static Snapshot of(SynthesisPhase phase, int step, Tensor image) {
    int size = Math.toIntExact(image.shape(1));
    float[] values = image.toFloats();
    byte[] rgb = new byte[values.length];
    int pixels = size * size;
    for (int i = 0; i < values.length; i++) {
      float value = Math.min(1, Math.max(0, values[i % 3 * pixels + i / 3]));
      rgb[i] = (byte) Math.round(255 * value);
    }
    return new Snapshot(phase, step, size, rgb);
  }
}
