package io.facesweep.tables;

import io.facesweep.UserException;
import io.facesweep.plan.RecordedSpread;
import io.facesweep.store.StageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** How much differences varied in the sweeps of an output, by their tables of effects. */
public final class RecordedSpreads {
  private static final Set<String> COLUMNS =
      Set.of("metric", "kind", "factor", "unit", "units", "unit_sd", "seed_sd", "seeds", "verdict");

  /** With fewer prompts a standard deviation says little. */
  private static final int MIN_PROMPTS = 3;

  /** More sweeps tell no more. */
  private static final int MAX_SWEEPS = 200;

  private RecordedSpreads() {}

  /**
   * Reads the tables of effects that have spreads: main effects that are tested, over prompts.
   *
   * @param problems gets a line for each table that cannot be read
   * @throws UserException if the output cannot be listed
   */
  public static List<RecordedSpread> read(StageStore store, Consumer<String> problems) {
    List<RecordedSpread> spreads = new ArrayList<>();
    List<String> sweeps = store.storage().tabulated("effects");
    for (String sweep : sweeps.subList(0, Math.min(MAX_SWEEPS, sweeps.size()))) {
      try {
        new TableReader(store, "effects", sweep)
            .read(COLUMNS::contains, row -> add(sweep, row, spreads));
      } catch (UserException e) {
        problems.accept(e.getMessage());
      }
    }
    return spreads;
  }

  private static void add(String sweep, TableRow row, List<RecordedSpread> spreads) {
    double units = row.number("unit_sd");
    boolean isMain =
        EffectKind.MAIN.text().equals(row.text("kind"))
            && UnitKind.PROMPT.text().equals(row.text("unit"))
            && !EffectVerdict.NO_VERDICT.text().equals(row.text("verdict"));
    if (isMain && row.whole("units") >= MIN_PROMPTS && units > 0 && Double.isFinite(units)) {
      spreads.add(
          new RecordedSpread(
              sweep,
              String.valueOf(row.text("metric")),
              String.valueOf(row.text("factor")),
              units,
              row.number("seed_sd"),
              Math.max(1, row.number("seeds"))));
    }
  }
}
