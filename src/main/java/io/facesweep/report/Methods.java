package io.facesweep.report;

import io.facesweep.store.StoredInstrument;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a sweep was done, in sentences for a paper, from its plan and its records alone: trials and
 * design, optimisation, models, judges, software, statistics.
 */
final class Methods {
  private static final int MAX_SEEDS = 10;
  private static final int SHORT_HASH = 12;

  private final SweepData data;
  private final SettingsSeen seen;

  private Methods(SweepData data) {
    this.data = data;
    this.seen = new SettingsSeen(data);
  }

  /** Returns paragraphs; of a sweep without trials one that says so. */
  static List<String> of(SweepData data) {
    return new Methods(data).paragraphs();
  }

  private List<String> paragraphs() {
    if (data.trials().isEmpty()) {
      return List.of("The sweep %s has no trials.".formatted(data.name()));
    }
    List<String> paragraphs = new ArrayList<>();
    paragraphs.add(design());
    paragraphs.add(optimisation());
    paragraphs.add(instruments());
    if (!data.effects().isEmpty()) {
      paragraphs.add(StatisticsWords.of(data));
    }
    return paragraphs;
  }

  private String design() {
    List<String> seeds = data.seeds().stream().map(String::valueOf).toList();
    String shown = seeds.size() > MAX_SEEDS ? "" : " (" + String.join(", ", seeds) + ")";
    StringBuilder text = new StringBuilder();
    text.append(
        "The sweep %s has %s: %s and %s%s"
            .formatted(
                data.name(),
                Numbers.count(data.trials().size(), "trial"),
                Numbers.count(data.prompts().size(), "prompt"),
                Numbers.count(data.seeds().size(), "seed"),
                shown));
    if (data.factors().isEmpty()) {
      text.append(", all of the same settings.");
    } else {
      String factors =
          data.factors().stream()
              .map(
                  factor ->
                      "%s (%s; baseline %s)"
                          .formatted(
                              factor.name(), String.join(", ", factor.levels()), factor.baseline()))
              .collect(Collectors.joining("; "));
      text.append(
          ", in a %s design of %s: %s."
              .formatted(
                  data.plan().designName().replace('-', ' '),
                  Numbers.count(data.factors().size(), "factor"),
                  factors));
    }
    long done = data.trials().stream().filter(ReportTrial::isDone).count();
    long failed = data.trials().stream().filter(ReportTrial::isFailed).count();
    text.append(
        " %s ended, %d failed, %d did not run."
            .formatted(Numbers.count(done, "trial"), failed, data.trials().size() - done - failed));
    return text.toString();
  }

  private String optimisation() {
    List<String> parts = new ArrayList<>();
    if (!seen.has("phases", "texture-only")) {
      parts.add(phase("shape", "geometry", "geometry_resolution"));
    }
    if (!seen.has("phases", "geometry-only")) {
      parts.add(phase("texture", "texture", "texture_resolution"));
    }
    String text =
        "Each trial optimises a head by score distillation (phases: %s). "
            .formatted(seen.words("phases"));
    String models =
        seen.models().entrySet().stream()
            .map(
                entry ->
                    "%s %s"
                        .formatted(
                            entry.getKey().substring("models.".length()).replace('-', ' '),
                            String.join(" or ", entry.getValue())))
            .collect(Collectors.joining("; "));
    return text
        + String.join(" ", parts)
        + (models.isEmpty()
            ? ""
            : " Models, with the beginning of their SHA-256: %s.".formatted(models));
  }

  private String phase(String what, String phase, String resolution) {
    Function<String, String> of = key -> seen.words(phase + "_" + key);
    return "The %s takes %s steps at %s pixels with objective %s, guidance scale %s, timesteps %s from %s to %s, and %s with learning rate %s."
        .formatted(
            what,
            of.apply("steps"),
            seen.words(resolution),
            of.apply("guidance_objective"),
            of.apply("guidance_scale"),
            of.apply("guidance_timestep"),
            of.apply("guidance_t_max"),
            of.apply("guidance_t_min"),
            of.apply("optimizer_kind"),
            of.apply("optimizer_learning_rate"));
  }

  private String instruments() {
    StringBuilder text = new StringBuilder();
    StoredInstrument instrument = data.origins().instrument();
    if (instrument != null) {
      text.append(
          "Measures are of instrument %s: %s"
              .formatted(
                  instrument.id(),
                  instrument.facts().entrySet().stream()
                      .map(fact -> fact.getKey().replace('_', ' ') + " " + fact.getValue())
                      .collect(Collectors.joining(", "))));
      if (!instrument.judges().isEmpty()) {
        text.append("; judges: ")
            .append(
                instrument.judges().entrySet().stream()
                    .map(judge -> "%s (%s)".formatted(judge.getKey(), shortened(judge.getValue())))
                    .collect(Collectors.joining(", ")));
      }
      text.append(". ");
    }
    String software =
        data.origins().versions().entrySet().stream()
            .map(entry -> entry.getKey() + " " + String.join(" and ", entry.getValue().keySet()))
            .collect(Collectors.joining(", "));
    text.append(software.isEmpty() ? "" : "Software: %s. ".formatted(software));
    Set<String> devices = data.origins().devices().keySet();
    text.append(devices.isEmpty() ? "" : "Devices: %s.".formatted(String.join(", ", devices)));
    return text.toString().strip();
  }

  private static String shortened(String hash) {
    return hash.substring(0, Math.min(SHORT_HASH, hash.length()));
  }

  /** Returns the paragraphs as LaTeX. */
  static String latex(List<String> paragraphs) {
    return paragraphs.stream()
        .map(LatexText::escaped)
        .collect(Collectors.joining("\n\n", "", "\n"));
  }
}
