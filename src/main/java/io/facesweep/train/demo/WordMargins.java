package io.facesweep.train.demo;

import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.guidance.VaeCodec;
import io.facesweep.render.Camera;
import io.facesweep.synthesis.PromptView;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import io.facesweep.train.TextToLatents;
import io.facesweep.train.demo.Palette.Eyes;
import io.facesweep.train.demo.Palette.Hair;
import io.facesweep.train.demo.Palette.Skin;
import io.facesweep.train.demo.Person.Age;
import io.facesweep.train.demo.Person.Gender;
import io.facesweep.train.demo.Person.HairStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether a UNet knows a word: pictures of two people that differ in one attribute, each with its
 * own caption and with the other's. The margin is the relative difference of the prediction errors,
 * (wrong - right) / (wrong + right), added over the two; 0 where the word says nothing to the net
 * ("Your Diffusion Model is Secretly a Zero-Shot Classifier", Li et al. 2023, arXiv 2303.16203).
 */
final class WordMargins implements AutoCloseable {
  private static final long[] TIMESTEPS = {150, 300, 450, 600, 800};
  private static final double[] AZIMUTHS = {40, 0, -75, 150};

  /** As many views as there are. */
  static final int ALL_VIEWS = AZIMUTHS.length;

  private final List<Contrast> contrasts = new ArrayList<>();
  private final RandomStream random;
  private final DemoViews views;
  private final double[] azimuths;
  private final TensorOwner owner = new TensorOwner();
  private final Map<String, Tensor> latents = new LinkedHashMap<>();

  /** Two people, what is said of each, and how they are shown. */
  private record Contrast(
      String name,
      boolean clay,
      Person first,
      String firstText,
      Person second,
      String secondText) {}

  /**
   * @param views where pictures are taken from
   * @param count of views, at most {@link #ALL_VIEWS}
   */
  WordMargins(
      DemoRenderer renderer, AutoencoderKL vae, RandomStream random, DemoViews views, int count) {
    this.random = random;
    this.views = views;
    this.azimuths = Arrays.copyOf(AZIMUTHS, count);
    addContrasts();
    VaeCodec encoder = new VaeCodec(vae);
    for (Contrast contrast : contrasts) {
      try (TensorScope scope = TensorScope.open();
          GradMode off = GradMode.disabled()) {
        List<DemoItem> items = new ArrayList<>(items(contrast, contrast.first()));
        items.addAll(items(contrast, contrast.second()));
        DemoRenderer.Rendered rendered = renderer.render(items);
        long side = Math.round(Math.sqrt(rendered.depths().length / (double) items.size()));
        Tensor images = Tensor.of(rendered.images(), items.size(), 3, side, side);
        latents.put(contrast.name(), owner.adopt(encoder.mean(images)));
      }
    }
  }

  private void addContrasts() {
    Person man = plain(Gender.MAN, HairStyle.SHORT);
    Person woman = plain(Gender.WOMAN, HairStyle.LONG);
    String clay = "a grey clay head with ";
    for (ShapeTrait trait : ShapeTrait.values()) {
      ShapeTrait.Direction more = ShapeTrait.Direction.MORE;
      ShapeTrait.Direction less = ShapeTrait.Direction.LESS;
      contrasts.add(
          new Contrast(
              "shape_" + trait.name().toLowerCase(Locale.ROOT),
              true,
              man.with(trait, more),
              clay + trait.phrase(more),
              man.with(trait, less),
              clay + trait.phrase(less)));
    }
    add(
        "clay_gender",
        true,
        man,
        "a grey clay head of a man",
        woman,
        "a grey clay head of a woman");
    Skin[] skins = Skin.values();
    for (int i = 0; i + 1 < skins.length; i++) {
      add(
          "skin_%s_%s".formatted(skins[i].word, skins[i + 1].word),
          false,
          man.with(skins[i]),
          "a man with %s skin".formatted(skins[i].word),
          man.with(skins[i + 1]),
          "a man with %s skin".formatted(skins[i + 1].word));
    }
    Hair[] hairs = Hair.values();
    for (int i = 0; i < hairs.length; i++) {
      Hair other = hairs[(i + 1) % hairs.length];
      add(
          "hair_%s_%s".formatted(hairs[i].word, other.word),
          false,
          woman.with(hairs[i]),
          "a woman with %s hair".formatted(hairs[i].word),
          woman.with(other),
          "a woman with %s hair".formatted(other.word));
    }
    Person bald = plain(Gender.MAN, HairStyle.BALD);
    add("bald", false, bald, "a bald man", man, "a man with black hair");
    add("gender", false, man, "a man", woman, "a woman");
    add("beard", false, man.withBeard(true), "a man with a beard", man, "a man");
    add("glasses", false, man.withGlasses(true), "a man with glasses", man, "a man");
    add("age", false, man.with(Age.OLD), "an old man", man.with(Age.YOUNG), "a young man");
    add(
        "eyes_blue_brown",
        false,
        woman.with(Eyes.BLUE),
        "a woman with blue eyes",
        woman,
        "a woman with brown eyes");
  }

  private void add(
      String name, boolean clay, Person first, String text, Person second, String otherText) {
    contrasts.add(new Contrast(name, clay, first, text, second, otherText));
  }

  private static Person plain(Gender gender, HairStyle style) {
    return new Person(
        gender,
        Age.ADULT,
        Skin.TAN,
        style,
        Hair.BLACK,
        Eyes.BROWN,
        false,
        false,
        null,
        ShapeTrait.Direction.MORE);
  }

  /** The same views, light and small differences for either person. */
  private List<DemoItem> items(Contrast contrast, Person person) {
    List<DemoItem> items = new ArrayList<>();
    for (int i = 0; i < azimuths.length; i++) {
      RandomStream own = random.child(contrast.name()).child(i);
      float[] light = DemoItem.directed(own.scalars(), azimuths[i]);
      for (int k = 0; contrast.clay() && k < light.length; k++) {
        light[k] *= 0.5f;
      }
      Camera camera = views.camera(azimuths[i], 5, 0.3);
      items.add(new DemoItem(contrast.clay(), person, camera, light, own));
    }
    return items;
  }

  /** Margins by name, of one net. */
  Map<String, Double> of(TextToLatents nets) {
    Map<String, Double> margins = new LinkedHashMap<>();
    for (Contrast contrast : contrasts) {
      margins.put("margin_" + contrast.name(), margin(nets, contrast));
    }
    return margins;
  }

  private double margin(TextToLatents nets, Contrast contrast) {
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      Tensor images = latents.getOrDefault(contrast.name(), Tensor.zeros());
      int count = 2 * azimuths.length;
      List<Tensor> repeated = Collections.nCopies(TIMESTEPS.length, images);
      long[] timesteps = new long[count * TIMESTEPS.length];
      List<String> right = new ArrayList<>();
      List<String> wrong = new ArrayList<>();
      for (int i = 0; i < timesteps.length; i++) {
        timesteps[i] = TIMESTEPS[i / count];
        boolean first = i % count < azimuths.length;
        PromptView view = PromptView.of(azimuths[i % azimuths.length]);
        right.add(view.apply(first ? contrast.firstText() : contrast.secondText()));
        wrong.add(view.apply(first ? contrast.secondText() : contrast.firstText()));
      }
      Tensor clean = Tensor.cat(0, repeated);
      Tensor noise = random.child("noise").child(contrast.name()).normal(clean.shape());
      float[] good = nets.errors(clean, noise, timesteps, nets.embed(right), List.of()).toFloats();
      float[] bad = nets.errors(clean, noise, timesteps, nets.embed(wrong), List.of()).toFloats();
      double sum = 0;
      for (int i = 0; i < good.length; i++) {
        sum += (bad[i] - good[i]) / (bad[i] + good[i]);
      }
      return 2 * sum / good.length;
    }
  }

  @Override
  public void close() {
    owner.close();
  }
}
