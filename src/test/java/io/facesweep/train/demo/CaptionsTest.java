package io.facesweep.train.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.synthesis.PromptView;
import io.facesweep.tensor.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CaptionsTest {
  private static final DemoViews VIEWS = new DemoViews(7, 1.2);
  private static final String NUMBER =
      "(an old|a young|a|an old bald|a young bald|a bald) (man|woman)";
  private static final String PARTICULAR =
      "((long |short )?(black|brown|blond|red|grey|white) hair|a bald head|(pale|tan|brown|dark)"
          + " skin|a ((black|brown|blond|red|grey|white) )?beard|glasses|(brown|blue|green) eyes|a"
          + " (big|small) nose|a (wide|narrow) jaw|a (long|short) face|(big|small) ears|a"
          + " (high|low) forehead)";
  private static final List<String> WORDS =
      List.of(
          "old",
          "young",
          "man",
          "woman",
          "bald",
          "a beard",
          "glasses",
          "black hair",
          "brown hair",
          "blond hair",
          "red hair",
          "grey hair",
          "white hair",
          "pale skin",
          "tan skin",
          "brown skin",
          "dark skin",
          "brown eyes",
          "blue eyes",
          "green eyes",
          "nose",
          "jaw",
          "face",
          "ears",
          "forehead");
  private static final String PERSON =
      NUMBER + "( with " + PARTICULAR + "(, " + PARTICULAR + ")*( and " + PARTICULAR + ")?)?";

  @Test
  void sayWhatPeopleLookLikeInOneGrammar() {
    SplittableRandom random = new SplittableRandom(0);
    for (int i = 0; i < 2000; i++) {
      Person person = Person.draw(random, 0.5);
      assertThat(Captions.ofColour(person, random))
          .matches("(a portrait of |a 3D face model of )?" + PERSON);
      assertThat(Captions.ofClay(person, random))
          .matches("a grey clay head( of a (man|woman))?( with " + PARTICULAR + ")?|" + PERSON);
      assertThat(Captions.ofTexture(person, random)).matches("face texture( of " + PERSON + ")?");
    }
  }

  @Test
  void sayNothingThatIsNotSo() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2000; i++) {
      Person person = Person.draw(random, 0.5);
      String caption = Captions.ofColour(person, random);
      assertThat(caption.contains("beard") && !person.beard()).isFalse();
      assertThat(caption.contains("glasses") && !person.glasses()).isFalse();
      assertThat(caption.contains("old ") && person.age() != Person.Age.OLD).isFalse();
      assertThat(caption.contains("bald") && person.style() != Person.HairStyle.BALD).isFalse();
      assertThat(caption.contains(" hair") && person.style() == Person.HairStyle.BALD).isFalse();
      if (caption.contains(" skin")) {
        assertThat(caption).contains(person.skin().word + " skin");
      }
      if (caption.contains(" hair")) {
        assertThat(caption).contains(person.hair().word + " hair");
      }
      for (ShapeTrait trait : ShapeTrait.values()) {
        for (ShapeTrait.Direction direction : ShapeTrait.Direction.values()) {
          boolean so = trait == person.trait() && direction == person.direction();
          assertThat(caption.contains(trait.phrase(direction)) && !so).isFalse();
        }
      }
    }
  }

  @Test
  void neverSpeakOfWhomTrainingMustNotSee() {
    SplittableRandom random = new SplittableRandom(2);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 5000; i++) {
      Person person = Person.draw(random, 0.5);
      assertThat(HeldOut.isHeldOut(person)).isFalse();
      seen.add(person.gender() + " " + person.skin() + " " + person.hair());
    }
    assertThat(HeldOut.all()).hasSize(24).allMatch(out -> HeldOut.isHeldOut(out.person()));
    // Of 2 x 4 x 6, but for those held out with any hair.
    assertThat(seen).hasSizeBetween(2 * 4 * 6 - 8, 2 * 4 * 6);
  }

  @Test
  void theFileOfPromptsHasWhomTrainingMustNotSee() throws IOException {
    List<String> prompts =
        Files.readAllLines(Path.of("conf/prompts/demo-held-out.txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    assertThat(prompts)
        .isEqualTo(HeldOut.all().stream().map(HeldOut::prompt).toList())
        .doesNotHaveDuplicates()
        .allMatch(prompt -> prompt.matches(PERSON));
  }

  @Test
  void sayEveryWordOftenAndAloneAsWell() {
    SplittableRandom random = new SplittableRandom(3);
    Map<String, Integer> said = new TreeMap<>();
    Map<String, Integer> alone = new TreeMap<>();
    int count = 32_000;
    for (int i = 0; i < count; i++) {
      String caption = Captions.ofColour(Person.draw(random, 0.5), random);
      String what = caption.replaceFirst("a portrait of |a 3D face model of ", "");
      for (String word : WORDS) {
        boolean has = what.matches("(.* )?" + word + "([ ,].*)?");
        said.merge(word, has ? 1 : 0, Integer::sum);
        boolean only = !what.contains(",") && !what.contains(" and ");
        alone.merge(word, has && only ? 1 : 0, Integer::sum);
      }
    }
    assertThat(said).allSatisfy((word, times) -> assertThat(times).isGreaterThan(count / 50));
    assertThat(alone).allSatisfy((word, times) -> assertThat(times).isGreaterThan(count / 400));
  }

  @Test
  void sayTheViewOfBacksMoreOftenThanOfFronts() {
    RandomStream data = RandomStream.of("captions test", 0);
    int[] items = new int[4];
    int[] said = new int[4];
    List<Boolean> clay = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      DemoItem item = DemoItem.draw(data, i, VIEWS);
      PromptView view = PromptView.of(item.camera().azimuth());
      String caption = item.caption(item.stream().child("caption").scalars());
      boolean has = caption.endsWith(", %s view".formatted(view.text()));
      assertThat(has).isEqualTo(caption.contains(" view"));
      items[view.ordinal()]++;
      said[view.ordinal()] += has ? 1 : 0;
      clay.add(item.clay());
    }
    double[] expected = {0, 0.4, 0.7, 0.9};
    for (PromptView view : List.of(PromptView.FRONT, PromptView.SIDE, PromptView.BACK)) {
      int i = view.ordinal();
      assertThat((double) said[i] / items[i]).isCloseTo(expected[i], Offset.offset(0.05));
    }
    assertThat(clay.stream().filter(grey -> grey).count() / 4000.0)
        .isCloseTo(0.4, Offset.offset(0.04));
  }

  @Test
  void anItemDependsOnItsNumberOnly() {
    RandomStream data = RandomStream.of("captions test", 1);
    List<Person> forward =
        IntStream.range(0, 20).mapToObj(i -> DemoItem.draw(data, i, VIEWS).person()).toList();
    for (int i = 19; i >= 0; i--) {
      assertThat(DemoItem.draw(data, i, VIEWS).person()).isEqualTo(forward.get(i));
    }
  }
}
