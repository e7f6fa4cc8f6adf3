package io.facesweep.analysis;

import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.tables.ImportanceRow;
import io.facesweep.tables.ImportanceTable;
import io.facesweep.tables.Interval;
import io.facesweep.tables.SweepRecords;
import io.facesweep.tables.UnitKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * How much of each measure's variance over the trials each factor explains, each two together, the
 * prompts and the seeds: shares of the sum of squares, which add up to 1. The same trials give the
 * same numbers, always.
 */
public final class SweepImportance {
  private final TrialTable table;
  private final CrossedTrials trials;
  private final int[] unitOf;
  private final boolean isOfSeeds;
  private final VarianceSplit split;

  private SweepImportance(TrialTable table, CrossedTrials trials) {
    this.table = table;
    this.trials = trials;
    this.isOfSeeds = table.prompts() < 2;
    this.unitOf =
        IntStream.range(0, table.units()).map(b -> isOfSeeds ? b : trials.prompt(b)).toArray();
    this.split = new VarianceSplit(trials, table.factors(), isOfSeeds);
  }

  /**
   * Computes the importance of a sweep's factors from its records and writes its table.
   *
   * @return none where its factors are not crossed evenly
   * @throws io.facesweep.UserException if the table cannot be written
   */
  public static List<ImportanceRow> tabulate(
      StageStore store, StoredSweep sweep, SweepRecords records) {
    List<ImportanceRow> rows = of(TrialTable.of(sweep, records));
    ImportanceTable.write(store, sweep.name(), rows);
    return rows;
  }

  /**
   * Returns the shares of every measure that varies, by measure; none where factors are not crossed
   * evenly. Only prompts with seeds count of which every combination has a value.
   */
  public static List<ImportanceRow> of(TrialTable table) {
    return of(table, (metric, shares) -> shares.get());
  }

  /**
   * @param shares gets a measure and what computes its shares; safe for many threads
   */
  static List<ImportanceRow> of(
      TrialTable table,
      BiFunction<String, Supplier<List<ImportanceRow>>, List<ImportanceRow>> shares) {
    Optional<CrossedTrials> crossed = CrossedTrials.of(table);
    if (crossed.isEmpty()) {
      return List.of();
    }
    SweepImportance importance = new SweepImportance(table, crossed.get());
    return SweepEffects.inOrder(table).parallelStream()
        .map(metric -> shares.apply(metric, () -> importance.of(metric)))
        .flatMap(List::stream)
        .toList();
  }

  private List<ImportanceRow> of(String metric) {
    double[][] blocks = trials.arranged(table.values(metric));
    BlockSums sums = BlockSums.of(unitOf, blocks, trials.combinations());
    int[] once = new int[sums.units()];
    Arrays.fill(once, 1);
    if (once.length == 0) {
      return List.of();
    }
    BlockSums.Squares squares = sums.squares(once);
    if (isConstant(blocks)) {
      return List.of();
    }
    double[] shares = split.shares(squares);
    Interval[] intervals =
        new ShareIntervals(split, sums, shares).of(ContrastEstimate.CONFIDENCE, metric.hashCode());
    int counted = (int) Arrays.stream(blocks).filter(Objects::nonNull).count();
    ImportanceRow.Base base =
        new ImportanceRow.Base(
            isOfSeeds ? UnitKind.SEED : UnitKind.PROMPT,
            sums.units(),
            counted * trials.combinations(),
            table.size() - counted * trials.combinations());
    List<ImportanceRow> rows = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      VarianceSplit.Term term = split.terms().get(i);
      rows.add(
          new ImportanceRow(
              metric,
              term.source(),
              term.factor() < 0 ? null : table.factors().get(term.factor()).name(),
              term.other() < 0 ? null : table.factors().get(term.other()).name(),
              shares[i],
              intervals[i],
              ContrastEstimate.CONFIDENCE,
              base));
    }
    return rows;
  }

  private static boolean isConstant(double[][] blocks) {
    return Arrays.stream(blocks)
            .filter(Objects::nonNull)
            .flatMapToDouble(Arrays::stream)
            .distinct()
            .limit(2)
            .count()
        < 2;
  }
}
