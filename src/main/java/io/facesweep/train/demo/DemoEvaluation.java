package io.facesweep.train.demo;

import io.facesweep.diffusion.Checkpoint;
import io.facesweep.guidance.VaeCodec;
import io.facesweep.render.Camera;
import io.facesweep.synthesis.PromptView;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.train.Sheets;
import io.facesweep.train.TextToLatents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What prompts do to a demo checkpoint's samples: the margin of each word, and how often samples of
 * prompts that training never saw show the colours that they name.
 */
public final class DemoEvaluation {
  private static final double GUIDANCE = 4;
  private static final int STEPS = 25;
  private static final int COLUMNS = 8;

  private DemoEvaluation() {}

  /**
   * A combination that training never saw.
   *
   * @param text of the prompt, without a view
   * @param features what it names beside skin and hair
   */
  public record Prompt(String text, String skin, String hair, Map<FaceFeature, String> features) {
    public Prompt {
      features = Map.copyOf(features);
    }
  }

  /** One prompt for each combination that training never saw. */
  public static List<Prompt> heldOutPrompts() {
    return HeldOut.all().stream()
        .map(out -> new Prompt(out.prompt(), out.skin().word, out.hair().word, out.features()))
        .toList();
  }

  /**
   * Figures by name: {@code margin_*}; {@code samples_skin} and {@code samples_hair}, shares of
   * samples of held-out combinations; {@code samples_sharpness}, the variance of the samples'
   * Laplacian against that of renders of such people; {@code oracle}, how often the oracle itself
   * is right.
   *
   * @param snapshot a demo checkpoint
   * @param seeds samples of each of the held-out combinations
   * @param sheet gets the samples as a picture
   * @param oracle of the checkpoint's recipe
   */
  public static Map<String, Double> run(
      Path snapshot, int seeds, Path sheet, Device device, ColourOracle oracle) {
    DemoRecipe recipe = DemoRecipe.of(snapshot);
    try (Checkpoint checkpoint = Checkpoint.open(snapshot, DType.FLOAT32, device)) {
      TextToLatents nets = TextToLatents.of(checkpoint);
      DemoRenderer renderer = new DemoRenderer(oracle.face(), recipe.side());
      Map<String, Double> figures = new LinkedHashMap<>();
      RandomStream random = RandomStream.of("evaluation", 0);
      try (WordMargins margins =
          new WordMargins(
              renderer,
              checkpoint.vae(),
              random.child("margins"),
              recipe.views(),
              WordMargins.ALL_VIEWS)) {
        figures.putAll(margins.of(nets));
      }
      figures.put("oracle", oracle.accuracy());
      colours(checkpoint, nets, oracle, seeds, renderer, recipe, sheet, figures);
      return figures;
    }
  }

  private static void colours(
      Checkpoint checkpoint,
      TextToLatents nets,
      ColourOracle oracle,
      int seeds,
      DemoRenderer renderer,
      DemoRecipe recipe,
      Path sheet,
      Map<String, Double> figures) {
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      List<Person> people = new ArrayList<>();
      List<String> prompts = new ArrayList<>();
      for (int seed = 0; seed < seeds; seed++) {
        for (HeldOut out : HeldOut.all()) {
          people.add(out.person());
          prompts.add(PromptView.FRONT.apply(out.prompt()));
        }
      }
      int side = recipe.side();
      int latent = side / checkpoint.vae().config().imageFactor();
      RandomStream random = RandomStream.of("evaluation samples", 0);
      Tensor sampled = nets.sample(prompts, random, latent, STEPS, GUIDANCE, List.of());
      Tensor images = new VaeCodec(checkpoint.vae()).decode(sampled).to(Device.CPU);
      int skin = 0;
      int hair = 0;
      List<String> labels = new ArrayList<>();
      for (int i = 0; i < people.size(); i++) {
        ColourOracle.Reading reading = oracle.ofFrontView(images.select(0, i).toFloats());
        skin += reading.skin().equals(people.get(i).skin().word) ? 1 : 0;
        hair += reading.hair().equals(people.get(i).hair().word) ? 1 : 0;
        labels.add(
            "%s/%s: %s/%s"
                .formatted(
                    people.get(i).skin().word,
                    people.get(i).hair().word,
                    reading.skin(),
                    reading.hair()));
      }
      figures.put("samples_skin", (double) skin / people.size());
      figures.put("samples_hair", (double) hair / people.size());
      figures.put(
          "samples_sharpness",
          Sharpness.of(images) / Sharpness.of(fronts(people, renderer, recipe)));
      Sheets.write(sheet, images, COLUMNS, labels);
    }
  }

  /** Front views of people, as training shows them: [N, 3, side, side]. */
  private static Tensor fronts(List<Person> people, DemoRenderer renderer, DemoRecipe recipe) {
    List<DemoItem> items = new ArrayList<>();
    for (int i = 0; i < people.size(); i++) {
      RandomStream own = RandomStream.of("evaluation fronts", i);
      SplittableRandom draw = own.scalars();
      Camera camera = recipe.views().camera(80 * draw.nextDouble() - 40, 0, draw.nextDouble());
      float[] light = DemoItem.directed(draw, camera.azimuth());
      items.add(new DemoItem(false, people.get(i), camera, light, own));
    }
    int side = recipe.side();
    return Tensor.of(renderer.render(items).images(), items.size(), 3, side, side);
  }
}
