package io.facesweep.report;

import io.facesweep.metrics.Metrics;
import io.facesweep.store.StoredInstrument;
import io.facesweep.tables.Correction;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.Interval;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sources of what a sweep used, as BibTeX. */
final class References {
  private static final Pattern ENTRY = Pattern.compile("(?ms)^@\\w+\\{([\\w-]+),.*?^\\}\\n");

  private final SweepData data;
  private final SettingsSeen seen;
  private final Set<String> keys = new LinkedHashSet<>();

  private References(SweepData data) {
    this.data = data;
    this.seen = new SettingsSeen(data);
  }

  /** Returns the entries of what the trials, the judges and the statistics of a sweep come from. */
  static String of(SweepData data) {
    References references = new References(data);
    references.trials();
    references.judges();
    references.statistics();
    return entries().stream()
        .filter(entry -> references.keys.contains(key(entry)))
        .reduce("", (all, entry) -> all + entry + "\n");
  }

  /** Returns all entries that there are. */
  static List<String> entries() {
    String all = new String(SweepReport.resource("references.bib"), StandardCharsets.UTF_8);
    List<String> entries = new ArrayList<>();
    Matcher matcher = ENTRY.matcher(all);
    while (matcher.find()) {
      entries.add(matcher.group());
    }
    return entries;
  }

  /** Returns the key of an entry. */
  static String key(String entry) {
    return entry.substring(entry.indexOf('{') + 1, entry.indexOf(','));
  }

  private void trials() {
    if (data.trials().isEmpty()) {
      return;
    }
    keys.addAll(List.of("faceg2e", "dreamfusion", "stablediffusion", "cfg", "nvdiffrast"));
    for (String phase : List.of("geometry_", "texture_")) {
      for (String key : List.of("guidance_objective", "guidance_second_objective")) {
        boolean isSecond = key.contains("second");
        if (!isSecond || !Set.of("0").containsAll(seen.of(phase + "guidance_objective_switch"))) {
          seen.of(phase + key).forEach(objective -> add("objective-" + objective));
        }
      }
      seen.of(phase + "guidance_timestep").forEach(schedule -> add("timestep-" + schedule));
      seen.of(phase + "guidance_weighting").forEach(weighting -> add("weighting-" + weighting));
      seen.of(phase + "optimizer_kind").forEach(this::add);
      if (!Set.of("0.0").containsAll(seen.of(phase + "guidance_rescale"))) {
        add("rescale");
      }
      if (!Set.of("0.0").containsAll(seen.of(phase + "guidance_pixel_clip"))) {
        add("pixel-clip");
      }
    }
    if (seen.has("texture_depth_control", "true")
        || seen.has("texture_prior", "canny-controlnet")) {
      add("controlnet");
    }
    seen.models()
        .getOrDefault("models.face", Set.of())
        .forEach(
            place -> {
              for (String kind : List.of("flame", "bfm", "hifi", "ict", "gnm")) {
                if (place.toLowerCase(Locale.ROOT).contains(kind)) {
                  add("face-" + kind);
                }
              }
            });
  }

  private void judges() {
    StoredInstrument instrument = data.origins().instrument();
    if (instrument != null && instrument.judges().containsKey("face-nets")) {
      keys.addAll(List.of("blazeface", "facemesh"));
    }
    for (ReportTrial trial : data.trials()) {
      for (String metric : trial.metrics().keySet()) {
        if (metric.contains("clip_") || metric.startsWith("zero_shot")) {
          add("clip");
        } else if (metric.endsWith(Metrics.FIT_TEXT_PRECISION.name())) {
          add("zero-shot-diffusion");
        } else if (metric.equals(Metrics.BAKED_LIGHT.name())) {
          add("spherical-harmonics");
        }
      }
    }
  }

  private void statistics() {
    for (var effect : data.effects()) {
      EffectRow row = effect.row();
      add("paired-evaluation");
      if (row.conclusion().correction() == Correction.HOLM) {
        add("holm");
      } else if (row.conclusion().correction() == Correction.BENJAMINI_HOCHBERG) {
        add("benjamini-hochberg");
      }
      if (row.estimate().interval().method() == Interval.Method.BCA) {
        keys.addAll(List.of("bca", "expanded-intervals"));
      } else if (row.estimate().interval().method() == Interval.Method.EXACT) {
        add("clopper-pearson");
      }
      if (Double.isFinite(row.conclusion().p())) {
        add("permutation-p");
      }
    }
    if (!data.plan().looks().isEmpty()) {
      add("lan-demets");
    }
  }

  /** Takes a source where there is one. */
  private void add(String key) {
    keys.add(key);
  }
}
