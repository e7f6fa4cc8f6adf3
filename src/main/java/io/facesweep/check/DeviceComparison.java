package io.facesweep.check;

import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Computes groups at several places and compares them with their reference. Whatever fails is a
 * finding, and the rest goes on.
 */
public final class DeviceComparison {
  private static final int ITEMS = 2;
  private static final String OPENING = "opening";

  private final Consumer<Finding> listener;

  /**
   * Tells of every finding as it comes.
   *
   * @param listener that is told
   */
  public DeviceComparison(Consumer<Finding> listener) {
    this.listener = listener;
  }

  /**
   * Gives a finding for each computation at each place, place by place.
   *
   * @param wrong what a difference beyond the tolerance is called: {@link Verdict#FAILED}, or
   *     {@link Verdict#UNUSABLE} for number formats that nets do not compute in there by default
   */
  public List<Finding> compare(ProbeGroup group, List<Place> places, Verdict wrong) {
    Map<String, Outcome> expected = outcomes(group, group.reference(), ITEMS);
    List<Finding> findings = new ArrayList<>();
    for (Place place : places) {
      outcomes(group, place, ITEMS)
          .forEach(
              (name, outcome) ->
                  add(findings, judged(group, name, place, outcome, expected.get(name), wrong)));
    }
    return findings;
  }

  /**
   * Looks whether an item's numbers are the same bits when they are computed again, and when the
   * item is alone: the CPU's promise in float32.
   */
  public List<Finding> compareBatches(ProbeGroup group) {
    Map<String, Outcome> batch = outcomes(group, Place.CPU, ITEMS);
    Map<String, Outcome> again = outcomes(group, Place.CPU, ITEMS);
    Map<String, Outcome> alone = outcomes(group, Place.CPU, 1);
    List<Finding> findings = new ArrayList<>();
    batch.forEach(
        (name, outcome) -> {
          add(findings, sameBits(group, name + " twice", again.get(name), outcome));
          add(findings, sameBits(group, name + " alone", alone.get(name), outcome));
        });
    return findings;
  }

  private void add(List<Finding> findings, Finding finding) {
    findings.add(finding);
    listener.accept(finding);
  }

  /**
   * What one computation gave.
   *
   * @param values empty if it failed
   * @param failure null if it did not
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Outcome(float[] values, double milliseconds, @Nullable RuntimeException failure) {}

  private static Map<String, Outcome> outcomes(ProbeGroup group, Place place, int items) {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    try (TensorScope scope = TensorScope.open();
        ProbeGroup.Session session = group.open(place, items)) {
      for (Probe probe : session.probes()) {
        outcomes.put(probe.name(), outcome(probe));
      }
    } catch (RuntimeException e) {
      outcomes.put(OPENING, new Outcome(new float[0], Double.NaN, e));
    }
    return outcomes;
  }

  private static Outcome outcome(Probe probe) {
    long start = System.nanoTime();
    try (TensorScope scope = TensorScope.open()) {
      float[] values = probe.body().get().toFloats();
      return new Outcome(values, (System.nanoTime() - start) / 1e6, null);
    } catch (RuntimeException e) {
      return new Outcome(new float[0], Double.NaN, e);
    }
  }

  private static Finding judged(
      ProbeGroup group,
      String name,
      Place place,
      Outcome outcome,
      @Nullable Outcome expected,
      Verdict wrong) {
    Finding failure = failure(group, name, place, outcome, expected);
    if (failure != null || expected == null) {
      return failure == null ? incomparable(group, name, place) : failure;
    }
    double tolerance = group.tolerance(place.type());
    Difference difference = Difference.between(outcome.values(), expected.values());
    boolean fine = difference.isWithin(tolerance);
    return new Finding(
        group.name(),
        name,
        place.toString(),
        fine ? Verdict.OK : wrong,
        difference.largest(),
        tolerance,
        outcome.milliseconds(),
        fine ? "" : difference.complaint(tolerance));
  }

  /**
   * @param part of the whole's first items, or all of it
   */
  private static Finding sameBits(
      ProbeGroup group, String name, @Nullable Outcome part, Outcome whole) {
    Place place = Place.CPU;
    Finding failure = failure(group, name, place, whole, part);
    if (failure != null || part == null) {
      return failure == null ? incomparable(group, name, place) : failure;
    }
    float[] same = Arrays.copyOf(whole.values(), part.values().length);
    boolean fine = Arrays.equals(part.values(), same);
    return new Finding(
        group.name(),
        name,
        place.toString(),
        fine ? Verdict.OK : Verdict.FAILED,
        Difference.between(part.values(), same).largest(),
        0,
        part.milliseconds(),
        fine ? "" : "other bits than in the batch");
  }

  /** Of two outcomes that are to be compared; null if both are there. */
  private static @Nullable Finding failure(
      ProbeGroup group, String name, Place place, Outcome outcome, @Nullable Outcome other) {
    if (outcome.failure() != null) {
      return Finding.failed(group.name(), name, place.toString(), outcome.failure());
    }
    return other != null && other.failure() != null
        ? Finding.failed(group.name(), name, group.reference().toString(), other.failure())
        : null;
  }

  /** The other place could not even be opened, which is a finding of its own. */
  private static Finding incomparable(ProbeGroup group, String name, Place place) {
    return Finding.of(
        group.name(), name, place.toString(), Verdict.SKIPPED, "nothing to compare with");
  }
}
