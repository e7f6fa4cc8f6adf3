package io.facesweep.train.demo;

import io.facesweep.tensor.Tensor;

/**
 * What is trained on pairs of pictures that differ in one word: that the texts differ to the net,
 * and that it predicts how the pictures do. Both are predicted from the same noise at the same
 * timestep, so that what is not known of a person leaves the difference of the errors, and what the
 * word says stays: a word that changes few pixels, whose share of the errors themselves is lost in
 * their noise, is learnt by it.
 */
final class PairLoss {
  /** Mean square below which a difference counts no more, in latents of unit variance. */
  private static final double LEAST = 0.004;

  /** Mean square of the difference of embeddings that is enough: one token's of unit variance. */
  private static final double APART = 0.05;

  private PairLoss() {}

  /**
   * The mean over pairs of what their captions' embeddings lack to lie apart, in [0, 1]. Without it
   * a text encoder that is trained with its UNet maps all words to nearly the same that were of no
   * use to the UNet in the beginning, and then they never are.
   *
   * @param embeddings [2 N, L, C], the first caption of each pair, then the second of each
   * @return a scalar
   */
  static Tensor ofTexts(Tensor embeddings) {
    Tensor apart = difference(embeddings).square().mean(1, 2);
    return apart.div(-APART).add(1).clampMin(0).mean();
  }

  /**
   * The mean over pairs of the squared difference of two errors, relative to that of the pictures:
   * about 1 at high noise where the word says nothing to the net.
   *
   * @param errors what was predicted less what was to be, [2 N, C, h, w]: the first of each pair,
   *     then the second of each
   * @param latents without noise, in the same order
   * @return a scalar
   */
  static Tensor of(Tensor errors, Tensor latents) {
    Tensor size = difference(latents).square().mean(1, 2, 3).clampMin(LEAST);
    return difference(errors).square().mean(1, 2, 3).div(size).mean();
  }

  private static Tensor difference(Tensor both) {
    long pairs = both.shape(0) / 2;
    return both.slice(0, 0, pairs).sub(both.slice(0, pairs, 2 * pairs));
  }
}
