package io.facesweep.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class DeviceComparisonTest {
  private static final Place GPU = new Place(new Device(0), DType.FLOAT16);

  /** Computes on the CPU whatever place is asked for, and answers as a test wants. */
  private record FakeGroup(BiFunction<Place, Integer, List<Probe>> answers) implements ProbeGroup {
    @Override
    public String name() {
      return "fakes";
    }

    @Override
    public double tolerance(DType type) {
      return type == DType.FLOAT32 ? 1e-3 : 1e-2;
    }

    @Override
    public Session open(Place place, int items) {
      List<Probe> probes = answers.apply(place, items);
      return new Session() {
        @Override
        public List<Probe> probes() {
          return probes;
        }

        @Override
        public void close() {}
      };
    }
  }

  private static Probe answer(float... values) {
    return new Probe("fake", () -> Tensor.of(values, values.length));
  }

  private final List<Finding> heard = new ArrayList<>();

  private Finding compare(BiFunction<Place, Integer, List<Probe>> answers) {
    List<Finding> findings =
        new DeviceComparison(heard::add)
            .compare(new FakeGroup(answers), List.of(GPU), Verdict.FAILED);
    assertThat(findings).hasSize(1).isEqualTo(heard);
    return findings.get(0);
  }

  @Test
  void acceptsWhatRoundingExplains() {
    Finding finding =
        compare((place, items) -> List.of(answer(4, place.equals(GPU) ? 1.01f : 1, 2)));
    assertThat(finding.verdict()).isEqualTo(Verdict.OK);
    assertThat(finding.where()).isEqualTo("cuda:0 float16");
    assertThat(finding.difference()).isBetween(0.0024, 0.0026);
    assertThat(finding.tolerance()).isEqualTo(1e-2);
    assertThat(finding.note()).isEmpty();
  }

  @Test
  void failsADeviceThatComputesAValueWrong() {
    Finding finding =
        compare((place, items) -> List.of(answer(4, place.equals(GPU) ? 1.1f : 1, 2)));
    assertThat(finding.isFailed()).isTrue();
    assertThat(finding.note()).isEqualTo("a value differs by more than rounding can explain");
  }

  @Test
  void failsADeviceThatComputesAllValuesABitWrong() {
    float factor = 1.008f;
    Finding finding =
        compare(
            (place, items) ->
                List.of(
                    place.equals(GPU) ? answer(4 * factor, factor, 2 * factor) : answer(4, 1, 2)));
    assertThat(finding.isFailed()).isTrue();
    assertThat(finding.note())
        .isEqualTo("values differ by 8.0e-03 overall (at most 3.3e-03 expected)");
  }

  @Test
  void failsADeviceWhoseValuesAreNotFinite() {
    Finding finding =
        compare((place, items) -> List.of(answer(4, place.equals(GPU) ? Float.NaN : 1, 2)));
    assertThat(finding.isFailed()).isTrue();
    assertThat(finding.note()).isEqualTo("1 values are NaN or infinite");
  }

  @Test
  void failsAnOperatorThatThrowsAndGoesOn() {
    List<Finding> findings =
        new DeviceComparison(heard::add)
            .compare(
                new FakeGroup(
                    (place, items) ->
                        List.of(
                            new Probe(
                                "broken",
                                () -> {
                                  if (place.equals(GPU)) {
                                    throw new IllegalStateException("no such kernel");
                                  }
                                  return Tensor.ones(1);
                                }),
                            answer(1, 2))),
                List.of(GPU),
                Verdict.FAILED);
    assertThat(findings).extracting(Finding::verdict).containsExactly(Verdict.FAILED, Verdict.OK);
    assertThat(findings.get(0).note()).isEqualTo("no such kernel");
  }

  @Test
  void failsAGroupThatCannotBeOpened() {
    Finding finding =
        compare(
            (place, items) -> {
              if (place.equals(GPU)) {
                throw new IllegalStateException("CUDA out of memory. Tried to allocate");
              }
              return List.of(answer(1));
            });
    assertThat(finding.isFailed()).isTrue();
    assertThat(finding.name()).isEqualTo("opening");
    assertThat(finding.note())
        .startsWith("the memory is full: end other processes that nvidia-smi shows")
        .endsWith("(CUDA out of memory. Tried to allocate)");
  }

  @Test
  void saysWhatIsWrongInAFormatThatNothingUses() {
    List<Finding> findings =
        new DeviceComparison(heard::add)
            .compare(
                new FakeGroup((place, items) -> List.of(answer(place.equals(GPU) ? 2 : 1))),
                List.of(GPU),
                Verdict.UNUSABLE);
    assertThat(findings.get(0).verdict()).isEqualTo(Verdict.UNUSABLE);
    assertThat(findings.get(0).isFailed()).isFalse();
  }

  @Test
  void findsItemsThatDependOnTheirBatch() {
    List<Finding> findings =
        new DeviceComparison(heard::add)
            .compareBatches(
                new FakeGroup(
                    (place, items) -> List.of(items == 1 ? answer(1.0000001f) : answer(1, 2))));
    assertThat(findings).extracting(Finding::name).containsExactly("fake twice", "fake alone");
    assertThat(findings).extracting(Finding::verdict).containsExactly(Verdict.OK, Verdict.FAILED);
    assertThat(findings.get(1).note()).isEqualTo("other bits than in the batch");
  }
}
