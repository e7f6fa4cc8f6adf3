package io.facesweep.tables;

import io.facesweep.metrics.SmallPicture;
import io.facesweep.store.StoredTrial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How different the heads of one combination of levels look: a number of many trials, not of one.
 * Where it falls, different prompts or seeds come to the same face.
 *
 * @param factors level by axis key
 * @param trials how many have a picture
 * @param prompts how many of them
 * @param amongPrompts root mean squared difference of pictures of different prompts, 0 to 1; NaN
 *     with one prompt
 * @param amongSeeds root mean squared difference of pictures of one prompt, 0 to 1; NaN with one
 *     seed
 */
public record CellDiversity(
    Map<String, String> factors, int trials, int prompts, double amongPrompts, double amongSeeds) {

  static List<Column<CellDiversity, ?>> columns(Iterable<String> factors) {
    List<Column<CellDiversity, ?>> columns = new ArrayList<>();
    for (String factor : factors) {
      columns.add(
          new Column<>(
              TrialRow.factorColumn(factor), ColumnType.TEXT, cell -> cell.factors.get(factor)));
    }
    columns.add(new Column<>("trials", ColumnType.INT, CellDiversity::trials));
    columns.add(new Column<>("prompts", ColumnType.INT, CellDiversity::prompts));
    columns.add(
        new Column<>("diversity_prompts", ColumnType.DOUBLE, cell -> number(cell.amongPrompts())));
    columns.add(
        new Column<>("diversity_seeds", ColumnType.DOUBLE, cell -> number(cell.amongSeeds())));
    return columns;
  }

  private static @Nullable Double number(double value) {
    return Double.isFinite(value) ? (Double) value : null;
  }

  /**
   * Adds up pictures as they come, so that none is kept: squared distances of all pairs follow from
   * sums. Trials come prompt by prompt within a combination.
   */
  static final class Sums {
    private final Map<Map<String, String>, Cell> cells = new LinkedHashMap<>();

    /** Adds the picture of a trial; one that is none is left out. */
    void add(StoredTrial trial, String picture) {
      double[] values = SmallPicture.values(picture);
      if (values.length > 0) {
        cells.computeIfAbsent(trial.factors(), factors -> new Cell()).add(trial.prompt(), values);
      }
    }

    List<CellDiversity> cells() {
      List<CellDiversity> all = new ArrayList<>();
      cells.forEach((factors, cell) -> all.add(cell.diversity(factors)));
      return all;
    }
  }

  private static final class Cell {
    private final Group all = new Group();
    private final Map<String, Integer> prompts = new HashMap<>();
    private Group ofPrompt = new Group();
    private String prompt = "";
    private double withinSquares;
    private double withinPairs;

    void add(String of, double[] values) {
      if (!of.equals(prompt)) {
        endPrompt();
        prompt = of;
      }
      prompts.merge(of, 1, Integer::sum);
      all.add(values);
      ofPrompt.add(values);
    }

    private void endPrompt() {
      withinSquares += ofPrompt.squares();
      withinPairs += ofPrompt.pairs();
      ofPrompt = new Group();
    }

    CellDiversity diversity(Map<String, String> factors) {
      endPrompt();
      return new CellDiversity(
          factors,
          all.count,
          prompts.size(),
          root(all.squares() - withinSquares, all.pairs() - withinPairs),
          root(withinSquares, withinPairs));
    }

    private static double root(double squares, double pairs) {
      return pairs > 0 ? Math.sqrt(Math.max(0, squares) / pairs) : Double.NaN;
    }
  }

  /** Pictures of which every two are compared. */
  private static final class Group {
    private final double[] sums = new double[SmallPicture.VALUES];
    private double squares;
    private int count;

    void add(double[] values) {
      for (int i = 0; i < values.length; i++) {
        sums[i] += values[i];
        squares += values[i] * values[i];
      }
      count++;
    }

    double pairs() {
      return 0.5 * count * (count - 1.0);
    }

    /** Mean squared difference of the values of two pictures, added up over all pairs. */
    double squares() {
      double ofSums = 0;
      for (double sum : sums) {
        ofSums += sum * sum;
      }
      return (count * squares - ofSums) / SmallPicture.VALUES;
    }
  }
}
