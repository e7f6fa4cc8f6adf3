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

  /** Returns the texts that a trial's prompt can become. */
  static List<String> variants(TrialSpec trial) {
    ViewSettings views = trial.settings().views();
    return ViewMix.all(views).stream()
        .map(view -> view.apply(trial.prompt(), views.words()))
        .toList();
  }

  /**
   * Returns the embeddings of one text for each trial, [K, L, C].
   *
   * @param rows what each trial's is mixed of; equal texts are one
   */
  Tensor of(List<List<WeightedText>> rows) {
    // slices, for indices would have to be copied to the device
    return TensorScope.compute(() -> Tensor.cat(0, rows.stream().map(this::mixed).toList()));
  }

  private Tensor mixed(List<WeightedText> parts) {
    WeightedText first = parts.get(0);
    Tensor mixed = row(first.text());
    if (parts.stream().allMatch(part -> part.text().equals(first.text()))) {
      return mixed;
    }
    mixed = mixed.mul(first.weight());
    for (WeightedText part : parts.subList(1, parts.size())) {
      mixed = mixed.addScaled(row(part.text()), part.weight());
    }
    return mixed;
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
