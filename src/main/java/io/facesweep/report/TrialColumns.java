package io.facesweep.report;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes trials as columns of JSON: arrays of one number a trial, and lists of the texts that many
 * trials share, of which a column has the places.
 *
 * @param json gets them
 * @param trials in the order of each column
 */
record TrialColumns(JsonWriter json, List<ReportTrial> trials) {
  private static final MathContext DIGITS = new MathContext(6);

  /** Returns where a value of a trial is in a list; -1 where it is not, or there is none. */
  static <T> ToIntFunction<ReportTrial> places(
      List<T> values, Function<ReportTrial, ? extends @Nullable T> value) {
    Map<T, Integer> places = new HashMap<>();
    IntStream.range(0, values.size()).forEach(i -> places.putIfAbsent(values.get(i), i));
    return trial -> {
      T of = value.apply(trial);
      return of == null ? -1 : places.getOrDefault(of, -1);
    };
  }

  /** Writes a named column: a number a trial. */
  void column(String name, ToIntFunction<ReportTrial> value) throws IOException {
    json.name(name);
    numbers(value);
  }

  /** Writes an array of a number a trial. */
  void numbers(ToIntFunction<ReportTrial> value) throws IOException {
    json.beginArray();
    for (ReportTrial trial : trials) {
      json.value(value.applyAsInt(trial));
    }
    json.endArray();
  }

  /** Writes an array of texts. */
  void texts(List<String> texts) throws IOException {
    json.beginArray();
    for (String one : texts) {
      json.value(one);
    }
    json.endArray();
  }

  /** Writes a number with as many digits as are of use, or nothing. */
  void number(double value) throws IOException {
    if (Double.isFinite(value)) {
      json.value(
          value == Math.rint(value) ? new BigDecimal(value) : new BigDecimal(value).round(DIGITS));
    } else {
      json.nullValue();
    }
  }
}
