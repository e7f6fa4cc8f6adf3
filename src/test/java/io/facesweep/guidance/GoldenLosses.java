package io.facesweep.guidance;

import io.facesweep.settings.IsmSettings;
import io.facesweep.settings.SdiSettings;
import io.facesweep.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Losses with the numbers of fixtures, which trials would draw or take from settings. */
public final class GoldenLosses {
  private GoldenLosses() {}

  /**
   * A loss by four free weights.
   *
   * @param negative of the negative text, as the released code has it
   * @param unconditional of no text
   */
  public static DistillationLoss csd(
      double prompt, double negative, double unconditional, double noise, int batch) {
    // w1 c + (w2 - w1 + w3) u - w2 n + w4 eps
    double own = unconditional + prompt + negative;
    return new CsdLoss(same(new CsdLoss.Weights(prompt, -negative, own, noise), batch));
  }

  public static DistillationLoss nfsd(double threshold, int batch) {
    return new NfsdLoss(same(threshold, batch));
  }

  public static DistillationLoss bridge() {
    return new BridgeLoss();
  }

  public static DistillationLoss sds() {
    return new SdsLoss();
  }

  /**
   * With a shift of t' by a share of t - least.
   *
   * @param least fraction of T
   */
  public static DistillationLoss asd(double ratio, double least, int batch) {
    return new AsdLoss(same(new AsdLoss.Shift(ratio, least), batch));
  }

  /** t'. */
  public static long shifted(long timestep, double ratio, double least) {
    return new AsdLoss.Shift(ratio, least).of(timestep, 1000);
  }

  public static DistillationLoss ism(List<IsmSettings> items) {
    return new IsmLoss(items);
  }

  /** The points of ISM's inversion. */
  public static long[] way(long timestep, IsmSettings settings) {
    return IsmLoss.way(timestep, settings, 1000);
  }

  /**
   * With given draws.
   *
   * @param beyond t, where the inversion of each item ends
   * @param noise [4, h, w] of each item's steps
   */
  public static DistillationLoss sdi(
      SdiSettings settings, long[] beyond, IntFunction<IntFunction<Tensor>> noise) {
    List<SdiLoss.Item> items = new ArrayList<>();
    for (int i = 0; i < beyond.length; i++) {
      items.add(new SdiLoss.Item(settings, draws(beyond[i], noise.apply(i))));
    }
    return new SdiLoss(items);
  }

  /**
   * Another loss with Perp-Neg.
   *
   * @param weights of each item's other views
   */
  public static DistillationLoss perpNeg(DistillationLoss loss, List<List<Double>> weights) {
    return new PerpNegLoss(loss, weights);
  }

  /** The part of x that is perpendicular to y. */
  public static Tensor perpendicular(Tensor x, Tensor y) {
    return PerpNegLoss.perpendicular(x, y);
  }

  /** The points of SDI's inversion. */
  public static long[] way(long timestep, int steps, long beyond) {
    return SdiLoss.way(timestep, steps, beyond, 1000);
  }

  private static SdiLoss.Draws draws(long beyond, IntFunction<Tensor> noise) {
    return new SdiLoss.Draws() {
      @Override
      public long beyond(long bound) {
        return beyond;
      }

      @Override
      public Tensor noise(int step, long height, long width) {
        return noise.apply(step);
      }
    };
  }

  private static <T> List<T> same(T item, int batch) {
    List<T> items = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      items.add(item);
    }
    return items;
  }
}
