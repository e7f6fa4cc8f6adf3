package io.facesweep.synthesis;

import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.settings.ViewSettings;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Embeddings of all texts of a phase: each distinct text is embedded once. */
final class PromptEmbeddings {
  private final List<String> texts;
  private final Tensor table;

  /**
   * @param owner keeps the embeddings
   * @param texts with any repetitions
   */
  PromptEmbeddings(ScoreDistillation model, Iterable<String> texts, TensorOwner owner) {
    Set<String> distinct = new LinkedHashSet<>();
    texts.forEach(distinct::add);
    this.texts = List.copyOf(distinct);
    try (TensorScope scope = TensorScope.open()) {
      List<Tensor> rows = new ArrayList<>();
      for (String text : this.texts) {
        rows.add(model.embed(text));
      }
      this.table = owner.adopt(Tensor.cat(0, rows));
    }
  }

  /** The texts that a trial's prompt can become. */
  static List<String> variants(TrialSpec trial) {
    if (!trial.settings().viewDependentPrompts()) {
      return List.of(trial.prompt());
    }
    ViewSettings views = trial.settings().views();
    List<String> variants = new ArrayList<>();
    for (PromptView view : PromptView.values()) {
      boolean isDrawn = view != PromptView.OVERHEAD || views.overheadAngle() < 90;
      if (view != PromptView.NONE && isDrawn) {
        variants.add(view.apply(trial.prompt(), views.words()));
      }
    }
    return variants;
  }

  /** Embeddings of one text for each trial, [K, L, C]. */
  Tensor of(List<String> rows) {
    // slices, for indices would have to be copied to the device
    return TensorScope.compute(() -> Tensor.cat(0, rows.stream().map(this::row).toList()));
  }

  private Tensor row(String text) {
    int row = texts.indexOf(text);
    if (row < 0) {
      throw new IllegalArgumentException(
          "Invalid text: '%s' (expected one of the phase's own)".formatted(text));
    }
    return table.slice(0, row, row + 1);
  }
}
