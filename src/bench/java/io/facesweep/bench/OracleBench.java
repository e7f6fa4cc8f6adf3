package io.facesweep.bench;

import io.facesweep.UserException;
import io.facesweep.assets.AssetNames;
import io.facesweep.assets.NumpyFile;
import io.facesweep.face.FaceModel;
import io.facesweep.plan.StageKind;
import io.facesweep.run.GeometryFile;
import io.facesweep.settings.Dtype;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.TextureParameter;
import io.facesweep.store.AssetRecord;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.StoredTrial;
import io.facesweep.store.SweepFolder;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Torch;
import io.facesweep.train.demo.ColourOracle;
import io.facesweep.train.demo.DemoRecipe;
import io.facesweep.train.demo.ShapeTrait;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * Asks the oracles of the demo world what the heads of a sweep show of its prompts, which name
 * hair, skin and a shape as those of conf/ablation.conf do: {@code OracleBench OUTPUT SWEEP
 * CHECKPOINT SIDE}, where SIDE is that of the textures. A line for each combination of levels, with
 * how many skins and hairs are the prompt's; then shapes that moved the right way from the mean
 * head, each geometry once.
 */
public final class OracleBench {
  private static final Pattern PROMPT =
      Pattern.compile("an? \\w+ with (\\w+) hair, (\\w+) skin and ((?:an? )?\\w+ \\w+)");

  private final StageStore store;
  private final LoadedModels models;
  private final ColourOracle oracle;
  private final int side;
  private final Map<Map<String, String>, int[]> colours = new LinkedHashMap<>();
  private final Map<String, int[]> shapes = new TreeMap<>();
  private final Map<String, Integer> wrongSkins = new TreeMap<>();
  private final Set<String> geometries = new HashSet<>();

  private OracleBench(StageStore store, LoadedModels models, DemoRecipe recipe, int side) {
    this.store = store;
    this.models = models;
    this.side = side;
    this.oracle = new ColourOracle(models.models().face(), recipe);
  }

  public static void main(String[] arguments) {
    if (arguments.length != 4) {
      throw new UserException("Invalid arguments: expected OUTPUT SWEEP CHECKPOINT SIDE");
    }
    Torch.threads(1);
    StageStore store = StageStore.open(arguments[0], new Configuration());
    StoredSweep sweep = new SweepFolder(store, arguments[1]).read();
    ModelSettings settings =
        new ModelSettings(
            Map.of(ModelRole.DIFFUSION, arguments[2], ModelRole.FACE, "builtin:head"),
            Dtype.FLOAT32,
            Dtype.FLOAT32);
    try (LoadedModels models = LoadedModels.open(settings, Device.CPU)) {
      OracleBench bench =
          new OracleBench(
              store, models, DemoRecipe.of(Path.of(arguments[2])), Integer.parseInt(arguments[3]));
      System.out.printf(Locale.ROOT, "{\"right on others\": %.3f}%n", bench.oracle.accuracy());
      sweep.trials().forEach(bench::ask);
      bench.print();
    }
  }

  private void ask(StoredTrial trial) {
    Matcher words = PROMPT.matcher(trial.prompt());
    if (!words.matches()) {
      throw new UserException("Cannot read the colours of \"%s\"".formatted(trial.prompt()));
    }
    String texture = trial.textureStage();
    Optional<StageRecord> record =
        texture == null ? Optional.empty() : store.read(StageKind.TEXTURE, texture);
    if (record.isPresent()) {
      float[] latents = NumpyFile.read(file(record.get(), AssetNames.LATENTS), AssetNames.LATENTS);
      ColourOracle.Reading reading =
          oracle.ofTexture(models.models().albedo(TextureParameter.LATENT, side, latents));
      int[] counts = colours.computeIfAbsent(trial.factors(), f -> new int[3]);
      counts[0]++;
      counts[1] += reading.skin().equals(words.group(2)) ? 1 : 0;
      counts[2] += reading.hair().equals(words.group(1)) ? 1 : 0;
      if (!reading.skin().equals(words.group(2))) {
        wrongSkins.merge(words.group(2) + " as " + reading.skin(), 1, Integer::sum);
      }
    }
    String geometry = trial.geometryStage();
    if (geometry != null && geometries.add(geometry)) {
      store
          .read(StageKind.GEOMETRY, geometry)
          .ifPresent(found -> shape(words.group(3), file(found, GeometryFile.NAME)));
    }
  }

  private void shape(String phrase, byte[] coefficients) {
    FaceModel face = models.models().face();
    for (ShapeTrait trait : ShapeTrait.values()) {
      for (ShapeTrait.Direction direction : ShapeTrait.Direction.values()) {
        if (trait.phrase(direction).equals(phrase)) {
          double moved = trait.measure(GeometryFile.read(coefficients, GeometryFile.NAME), face);
          int[] counts = shapes.computeIfAbsent(trait.name(), t -> new int[2]);
          counts[0]++;
          counts[1] += moved > 0 == (direction == ShapeTrait.Direction.MORE) ? 1 : 0;
        }
      }
    }
  }

  private byte[] file(StageRecord record, String name) {
    AssetRecord asset =
        record
            .asset(name)
            .orElseThrow(() -> new UserException("Cannot read %s: it has none".formatted(name)));
    return store.readAsset(record, asset);
  }

  private void print() {
    colours.forEach(
        (factors, counts) ->
            System.out.printf(
                Locale.ROOT,
                "{\"levels\": \"%s\", \"textures\": %d, \"skin\": %.2f, \"hair\": %.2f}%n",
                factors,
                counts[0],
                counts[1] / (double) counts[0],
                counts[2] / (double) counts[0]));
    shapes.forEach(
        (trait, counts) ->
            System.out.printf(
                "{\"trait\": \"%s\", \"geometries\": %d, \"right way\": %d}%n",
                trait, counts[0], counts[1]));
    System.out.println(wrongSkins);
  }
}
