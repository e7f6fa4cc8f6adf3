package io.facesweep.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.tables.ImportanceRow;
import io.facesweep.tables.Interval.Method;
import io.facesweep.tables.UnitKind;
import io.facesweep.tables.VarianceSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepImportanceTest {
  private static final Factor DEPTH = new Factor("depth", List.of("off", "on"), "off");
  private static final Factor PRIOR = new Factor("prior", List.of("none", "canny", "unet"), "none");

  @Test
  void sharesAreThoseOfATextbooksAnalysisOfVariance() {
    // Montgomery, "Design and Analysis of Experiments", the battery's life: material by
    // temperature,
    // four replicates each, which stand in for seeds of one prompt. The book's sums of squares are
    // 10,683.72 (material), 39,118.72 (temperature), 9,613.78 (both), 77,646.97 (all).
    int[][][] lives = {
      {{130, 155, 74, 180}, {34, 40, 80, 75}, {20, 70, 82, 58}},
      {{150, 188, 159, 126}, {136, 122, 106, 115}, {25, 70, 58, 45}},
      {{138, 110, 168, 160}, {174, 120, 150, 139}, {96, 104, 82, 60}}
    };
    Factor material = new Factor("material", List.of("1", "2", "3"), "1");
    Factor temperature = new Factor("temperature", List.of("15", "70", "125"), "15");
    TrialTable.Builder trials =
        new TrialTable.Builder(List.of(material, temperature), List.of("clip_score"));
    for (int seed = 0; seed < 4; seed++) {
      for (int m = 0; m < 3; m++) {
        for (int t = 0; t < 3; t++) {
          String[] levels = {material.levels().get(m), temperature.levels().get(t)};
          trials.add("battery", seed, levels, new double[] {lives[m][t][seed]});
        }
      }
    }
    List<ImportanceRow> rows = SweepImportance.of(trials.build());
    assertThat(share(rows, VarianceSource.FACTOR, "material"))
        .isEqualTo(10683.72 / 77646.97, within(1e-6));
    assertThat(share(rows, VarianceSource.FACTOR, "temperature"))
        .isEqualTo(39118.72 / 77646.97, within(1e-6));
    assertThat(share(rows, VarianceSource.INTERACTION, "material"))
        .isEqualTo(9613.78 / 77646.97, within(1e-6));
    assertThat(rows).allMatch(row -> row.sample().unit() == UnitKind.SEED);
    assertThat(rows).allMatch(row -> row.interval().method() == Method.NONE); // 4 seeds are few
    assertAddUpToOne(rows);
  }

  @Test
  void effectsThatAreAddedUpHaveSharesByTheirSizes() {
    // prompt -2 or 2, seed -1 or 1, depth -4 or 4: squares 4, 1 and 16 of 21, nothing is left
    TrialTable.Builder trials = new TrialTable.Builder(List.of(DEPTH), List.of("clip_score"));
    for (int prompt = 0; prompt < 2; prompt++) {
      for (int seed = 0; seed < 2; seed++) {
        for (int depth = 0; depth < 2; depth++) {
          double value = 100 + 4 * prompt - 2 + 2 * seed - 1 + 8 * depth - 4;
          trials.add(
              "prompt " + prompt,
              seed,
              new String[] {DEPTH.levels().get(depth)},
              new double[] {value});
        }
      }
    }
    List<ImportanceRow> rows = SweepImportance.of(trials.build());
    assertThat(rows)
        .extracting(ImportanceRow::source)
        .containsExactly(
            VarianceSource.PROMPT, VarianceSource.SEED, VarianceSource.FACTOR, VarianceSource.REST);
    assertThat(rows.get(0).share()).isEqualTo(4 / 21.0, within(1e-12));
    assertThat(rows.get(1).share()).isEqualTo(1 / 21.0, within(1e-12));
    assertThat(rows.get(2).share()).isEqualTo(16 / 21.0, within(1e-12));
    assertThat(rows.get(3).share()).isZero();
  }

  @Test
  void aPromptAndSeedWithoutAValueIsLeftOutWholeAndCounted() {
    TrialTable.Builder trials = new TrialTable.Builder(List.of(DEPTH), List.of("clip_score"));
    for (int prompt = 0; prompt < 3; prompt++) {
      trials.add("prompt " + prompt, 0, new String[] {"off"}, new double[] {prompt});
      double value = prompt == 2 ? Double.NaN : prompt + 10;
      trials.add("prompt " + prompt, 0, new String[] {"on"}, new double[] {value});
    }
    ImportanceRow row = SweepImportance.of(trials.build()).get(0);
    assertThat(row.sample()).isEqualTo(new ImportanceRow.Base(UnitKind.PROMPT, 2, 4, 2));
    assertThat(row.share()).isEqualTo(0.25 / (0.25 + 25), within(1e-12));
  }

  @Test
  void levelsThatAreNotCrossedEvenlyHaveNoShares() {
    TrialTable.Builder star = new TrialTable.Builder(List.of(DEPTH, PRIOR), List.of("clip_score"));
    for (int prompt = 0; prompt < 8; prompt++) {
      star.add("prompt " + prompt, 0, new String[] {"off", "none"}, new double[] {prompt});
      star.add("prompt " + prompt, 0, new String[] {"on", "none"}, new double[] {prompt + 1});
      star.add("prompt " + prompt, 0, new String[] {"off", "canny"}, new double[] {prompt + 2});
    }
    assertThat(SweepImportance.of(star.build())).isEmpty();
  }

  @Test
  void aBalancedFractionHasSharesOfFactorsAndNoneOfTwoTogether() {
    List<Factor> factors =
        List.of("a", "b", "c").stream()
            .map(name -> new Factor(name, List.of("off", "on"), "off"))
            .toList();
    TrialTable.Builder half = new TrialTable.Builder(factors, List.of("clip_score"));
    for (int prompt = 0; prompt < 4; prompt++) {
      for (int i = 0; i < 4; i++) {
        int c = i % 2 ^ i / 2;
        String[] levels = {level(i % 2), level(i / 2), level(c)};
        half.add("prompt " + prompt, 0, levels, new double[] {3 * (i % 2) + c});
      }
    }
    List<ImportanceRow> rows = SweepImportance.of(half.build());
    assertThat(share(rows, VarianceSource.FACTOR, "a")).isEqualTo(0.9, within(1e-12));
    assertThat(share(rows, VarianceSource.FACTOR, "b")).isZero();
    assertThat(share(rows, VarianceSource.FACTOR, "c")).isEqualTo(0.1, within(1e-12));
    assertThat(rows).noneMatch(row -> row.source() == VarianceSource.INTERACTION);
  }

  @Test
  void aMeasureThatNeverVariesHasNoShares() {
    TrialTable.Builder trials = new TrialTable.Builder(List.of(DEPTH), List.of("clip_score"));
    for (String level : DEPTH.levels()) {
      trials.add("p", 0, new String[] {level}, new double[] {0.1});
      trials.add("q", 0, new String[] {level}, new double[] {0.1});
    }
    assertThat(SweepImportance.of(trials.build())).isEmpty();
  }

  @Test
  void intervalsDrawPromptsWholeAndAreTheSameEveryTime() {
    TrialTable table = new SimulatedTrials(8, 2, 2, 0.5, 0).table(3);
    List<ImportanceRow> rows = SweepImportance.of(table);
    assertThat(SweepImportance.of(table)).isEqualTo(rows);
    assertAddUpToOne(rows.stream().filter(row -> row.metric().equals("clip_score")).toList());
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.interval().method()).isIn(Method.BCA, Method.PERCENTILE);
              assertThat(row.interval().low()).isBetween(0.0, row.interval().high());
              assertThat(row.interval().high()).isLessThanOrEqualTo(1);
              assertThat(row.sample().units()).isEqualTo(8);
            });
  }

  private static String level(int number) {
    return number == 0 ? "off" : "on";
  }

  private static double share(List<ImportanceRow> rows, VarianceSource source, String factor) {
    return rows.stream()
        .filter(row -> row.source() == source && factor.equals(row.factor()))
        .findFirst()
        .orElseThrow()
        .share();
  }

  private static void assertAddUpToOne(List<ImportanceRow> rows) {
    assertThat(rows.stream().mapToDouble(ImportanceRow::share).sum()).isEqualTo(1, within(1e-12));
  }
}
