package io.facesweep.guidance;

import io.facesweep.diffusion.NoiseSchedule;
import io.facesweep.diffusion.PerItem;
import io.facesweep.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Steps of DDIM (Song et al. 2020, arXiv 2010.02502, equation 12) from little noise to more. Each
 * item of a batch goes its own way, of as many steps as that has; those that still go are predicted
 * together.
 */
final class Inversion {
  private final NoiseSchedule schedule;
  private final Prediction prediction;
  private final Addition addition;

  /** Predicts the noise of some items. */
  interface Prediction {
    /**
     * Returns [R, 4, h, w].
     *
     * @param noisy [R, 4, h, w]
     * @param timesteps [R]
     * @param rows places in the batch [R]
     */
    Tensor at(Tensor noisy, long[] timesteps, int[] rows);
  }

  /** What a step adds beside. */
  interface Addition {
    /**
     * Returns what some items have after a step.
     *
     * @param moved by DDIM [R, 4, h, w]
     * @param step from 0
     * @param from timesteps before it [R]
     * @param to timesteps after it [R]
     * @param rows places in the batch [R]
     */
    Tensor to(Tensor moved, int step, long[] from, long[] to, int[] rows);
  }

  /**
   * Where the items arrive.
   *
   * @param noisy at the last timestep of each [K, 4, h, w]
   * @param noise that was predicted at the last but one [K, 4, h, w]
   */
  record Arrival(Tensor noisy, Tensor noise) {}

  Inversion(NoiseSchedule schedule, Prediction prediction, Addition addition) {
    this.schedule = schedule;
    this.prediction = prediction;
    this.addition = addition;
  }

  /**
   * Goes all the way.
   *
   * @param start [K, 4, h, w]
   * @param ways timesteps of each item, at least two, where noise is predicted at all but the last;
   *     those below 0 have as little noise as 0
   */
  Arrival walk(Tensor start, List<long[]> ways) {
    List<Tensor> points = new ArrayList<>();
    List<Tensor> noises = new ArrayList<>();
    for (int i = 0; i < ways.size(); i++) {
      points.add(start.slice(0, i, i + 1L));
      noises.add(points.get(i));
    }
    int most = ways.stream().mapToInt(way -> way.length).max().orElse(0);
    for (int step = 0; step < most - 1; step++) {
      int next = step + 1;
      int[] rows = IntStream.range(0, ways.size()).filter(i -> next < ways.get(i).length).toArray();
      long[] from = IntStream.of(rows).mapToLong(row -> ways.get(row)[next - 1]).toArray();
      long[] to = IntStream.of(rows).mapToLong(row -> ways.get(row)[next]).toArray();
      Tensor noisy = Tensor.cat(0, IntStream.of(rows).mapToObj(points::get).toList());
      Tensor noise = prediction.at(noisy, from, rows);
      Tensor moved = addition.to(moved(noisy, noise, from, to), step, from, to, rows);
      for (int i = 0; i < rows.length; i++) {
        points.set(rows[i], moved.slice(0, i, i + 1L));
        noises.set(rows[i], noise.slice(0, i, i + 1L));
      }
    }
    return new Arrival(Tensor.cat(0, points), Tensor.cat(0, noises));
  }

  /** sqrt(abar') x_0 + sqrt(1 - abar') eps, with the x_0 that the noise stands for. */
  private Tensor moved(Tensor noisy, Tensor noise, long[] from, long[] to) {
    double[] kept = new double[from.length];
    double[] added = new double[from.length];
    for (int i = 0; i < from.length; i++) {
      double alpha = alpha(schedule, from[i]);
      double next = alpha(schedule, to[i]);
      kept[i] = Math.sqrt(next / alpha);
      added[i] = Math.sqrt(1 - next) - kept[i] * Math.sqrt(1 - alpha);
    }
    List<Tensor> rows = PerItem.of(noisy, kept, added);
    return noisy.mul(rows.get(0)).add(noise.mul(rows.get(1)));
  }

  /** abar of a timestep, of those below 0 that of 0. */
  static double alpha(NoiseSchedule schedule, long timestep) {
    return schedule.alphasCumprod(Math.max(0, timestep));
  }
}
