package io.facesweep.synthesis;

import io.facesweep.render.Camera;
import io.facesweep.settings.BatchKey;
import io.facesweep.settings.TrialSettings;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The trials of a batch through one phase: those that still run, in their order. */
final class Lockstep {
  private final List<TrialState> all;
  private final Device device;
  private final StepListener listener;
  private final int steps;
  private List<TrialState> running;

  Lockstep(
      List<TrialSpec> batch,
      SynthesisPhase phase,
      int steps,
      SynthesisModels models,
      StepListener listener) {
    int total = models.diffusion().timesteps();
    this.all =
        IntStream.range(0, batch.size())
            .mapToObj(i -> new TrialState(batch.get(i), i, phase, steps, total, models.codec()))
            .toList();
    this.device = models.device();
    this.listener = listener;
    this.steps = steps;
    this.running = all;
  }

  /**
   * The key that all trials have.
   *
   * @param key of a trial, in what the batch runs of it
   * @throws IllegalArgumentException naming the first trial that differs, and in what; and if there
   *     is none
   */
  static BatchKey commonKey(List<TrialSpec> batch, Function<TrialSettings, BatchKey> key) {
    if (batch.isEmpty()) {
      throw new IllegalArgumentException("Invalid batch: no trials (expected at least 1)");
    }
    BatchKey first = key.apply(batch.get(0).settings());
    for (TrialSpec trial : batch) {
      BatchKey other = key.apply(trial.settings());
      if (!other.equals(first)) {
        throw new IllegalArgumentException(
            "Cannot run trials %s and %s in lockstep: they differ in %s"
                .formatted(
                    batch.get(0).id(), trial.id(), String.join(", ", first.differences(other))));
      }
    }
    return first;
  }

  /**
   * Runs the phase's steps, each in a scope of its own, until no trial is left or the listener
   * wants to stop.
   *
   * @param step one step of all that run
   * @param keep called with the places, among those that ran, of those that go on, where some
   *     failed
   * @param after called after each step, and before the first, with the number of steps done
   */
  void run(Runnable step, Consumer<int[]> keep, Consumer<Integer> after) {
    after.accept(0);
    for (int i = 0; i < steps && !running.isEmpty(); i++) {
      long start = System.nanoTime();
      for (TrialState state : running) {
        state.begin(i);
      }
      try (TensorScope scope = TensorScope.open()) {
        step.run();
      }
      double share = (System.nanoTime() - start) / 1e9 / running.size();
      for (TrialState state : running) {
        listener.onStep(state.trial(), state.end(share), steps);
      }
      dropFailed(keep);
      if (!running.isEmpty()) {
        after.accept(i + 1);
      }
      if (listener.wantsStop()) {
        return;
      }
    }
  }

  private void dropFailed(Consumer<int[]> keep) {
    List<TrialState> before = running;
    int[] kept =
        IntStream.range(0, before.size()).filter(i -> before.get(i).failure() == null).toArray();
    if (kept.length < before.size()) {
      running = IntStream.of(kept).mapToObj(before::get).toList();
      keep.accept(kept);
    }
  }

  /**
   * What became of each trial, in the batch's order.
   *
   * @param outcomes of the running trials, in their order
   */
  <T> List<PhaseResult<T>> results(List<T> outcomes) {
    List<PhaseResult<T>> results = new ArrayList<>();
    Iterator<T> next = outcomes.iterator();
    for (TrialState state : all) {
      TrialFailure failure = state.failure();
      results.add(
          failure == null
              ? new PhaseResult.Done<>(next.next())
              : new PhaseResult.Failed<>(failure, state.steps()));
    }
    return results;
  }

  int steps() {
    return steps;
  }

  List<TrialState> all() {
    return all;
  }

  List<TrialState> running() {
    return running;
  }

  int size() {
    return running.size();
  }

  TrialState state(int row) {
    return running.get(row);
  }

  double[] values(ToDoubleFunction<TrialState> property) {
    return ItemValues.of(running, property);
  }

  List<Camera> cameras() {
    return running.stream().map(TrialState::camera).toList();
  }

  /** A tensor of each trial, stacked on the device, [K, ...]. */
  Tensor stack(Function<TrialState, Tensor> item) {
    return TensorScope.compute(() -> stackOnHost(item).to(device));
  }

  /** A tensor of each trial, stacked where they are, [K, ...]. */
  Tensor stackOnHost(Function<TrialState, Tensor> item) {
    return TensorScope.compute(() -> Tensor.stack(0, running.stream().map(item).toList()));
  }

  /** Colours behind the heads in the present step, [K, 3] of the type and device of a tensor. */
  Tensor backgrounds(Tensor like) {
    double[] colours =
        running.stream().flatMapToDouble(state -> Arrays.stream(state.background())).toArray();
    return ItemValues.spread(colours, new long[] {colours.length}, like).reshape(size(), -1);
  }

  /** Grey background colours [K, channels] of the type and device of a tensor. */
  Tensor background(int channels, Tensor like) {
    return background(channels, like, state -> state.settings().views().background());
  }

  /** The same of other grey levels. */
  Tensor background(int channels, Tensor like, ToDoubleFunction<TrialState> grey) {
    double[] greys = values(grey);
    return ItemValues.spread(greys, new long[] {size(), channels}, like);
  }
}
