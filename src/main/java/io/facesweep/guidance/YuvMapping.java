package io.facesweep.guidance;

import io.facesweep.tensor.Tensor;

/**
 * RGB to the YUV that FaceG2E's second texture UNet was trained on (Wu et al. 2024, section 3.3):
 * analogue YUV of ITU-R BT.601, Y mapped to [-1, 1] by (Y - 0.5) 2, U and V by x 2.
 */
public final class YuvMapping {
  private static final float[] MATRIX = {
    0.299f, 0.587f, 0.114f, -0.147f, -0.289f, 0.436f, 0.615f, -0.515f, -0.100f
  };

  /** The inverse of {@link #MATRIX}. */
  private static final float[] INVERSE = {
    1, -0.000039f, 1.139828f, 1, -0.394610f, -0.580500f, 1, 2.032000f, -0.000481f
  };

  private YuvMapping() {}

  /**
   * The YUV image in the range that a {@link LatentCodec} takes, whose own mapping x 2 - 1
   * completes it (Y, U + 0.5, V + 0.5).
   *
   * @param rgb [K, 3, H, W] in [0, 1]
   * @return [K, 3, H, W]; V leaves [0, 1] for saturated reds and cyans, by 0.115
   */
  public static Tensor toCodecRange(Tensor rgb) {
    Tensor weights = Tensor.of(MATRIX, 1, 3, 3, 1, 1).like(rgb);
    Tensor offset = Tensor.of(new float[] {0, 0.5f, 0.5f}, 1, 3, 1, 1).like(rgb);
    return rgb.unsqueeze(1).mul(weights).sum(2).add(offset);
  }

  /**
   * The image that such a YUV image is of.
   *
   * @param yuv [K, 3, H, W] as {@link #toCodecRange} gives it
   * @return [K, 3, H, W], limited to [0, 1]
   */
  public static Tensor toRgb(Tensor yuv) {
    Tensor weights = Tensor.of(INVERSE, 1, 3, 3, 1, 1).like(yuv);
    Tensor offset = Tensor.of(new float[] {0, 0.5f, 0.5f}, 1, 3, 1, 1).like(yuv);
    return yuv.sub(offset).unsqueeze(1).mul(weights).sum(2).clamp(0, 1);
  }
}
