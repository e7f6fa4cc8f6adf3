package io.facesweep.metrics;

import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What is found of a scene. A judge that fails leaves its own measures empty, and why; all else is
 * found without it.
 */
final class Findings {
  private final Map<Metric, Double> values = new LinkedHashMap<>();
  private final Map<Metric, Map<String, Double>> promptErrors = new LinkedHashMap<>();
  private final List<ViewValue> views = new ArrayList<>();
  private final Map<String, String> judgeErrors = new TreeMap<>();
  private final Consumer<Throwable> notTheJudge;

  /**
   * @param notTheJudge is shown what a judge throws, and throws itself where that is no fault of a
   *     judge
   */
  Findings(Consumer<Throwable> notTheJudge) {
    this.notTheJudge = notTheJudge;
  }

  void put(Metric metric, double value) {
    values.put(metric, value);
  }

  /** Keeps values of single views. */
  void see(List<ViewValue> values) {
    views.addAll(values);
  }

  /** Keeps what a comparison of prompts stands on. */
  void putErrors(Metric metric, Map<String, Double> byPrompt) {
    promptErrors.put(metric, byPrompt);
  }

  /**
   * Asks a judge. What it found before it failed does not count.
   *
   * @param judge its name
   * @param question puts what it finds
   */
  void ask(String judge, Consumer<Findings> question) {
    Findings own = new Findings(notTheJudge);
    try (TensorScope scope = TensorScope.open()) {
      question.accept(own);
    } catch (RuntimeException | OutOfMemoryError e) {
      notTheJudge.accept(e);
      judgeErrors.putIfAbsent(judge, JudgeException.reason(e));
      return;
    }
    values.putAll(own.values);
    promptErrors.putAll(own.promptErrors);
    views.addAll(own.views);
  }

  /**
   * Returns everything, metrics in the order of {@link Metrics#inOrder}.
   *
   * @param picture of the head, as {@link SmallPicture} writes it
   */
  TrialMetrics.Measured measured(String picture) {
    return new TrialMetrics.Measured(
        Metrics.inOrder(values), promptErrors, views, picture, judgeErrors);
  }
}
