package io.facesweep.train.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.face.FaceModels;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.TensorScope;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoPairTest {
  private static final RandomStream DATA = RandomStream.of("pair test", 0);
  private static final DemoViews VIEWS = new DemoViews(7, 1.2);

  @Test
  void differInOneWordAlone() {
    pairs(800)
        .forEach(
            pair -> {
              Person first = pair.first().person();
              Person second = pair.second().person();
              assertThat(first).isNotEqualTo(second);
              assertThat(withoutWord(pair.word(), first))
                  .isEqualTo(withoutWord(pair.word(), second));
              assertThat(first.gender() == Person.Gender.WOMAN && first.beard()).isFalse();
              assertThat(second.gender() == Person.Gender.WOMAN && second.beard()).isFalse();
              assertThat(HeldOut.isHeldOut(first) || HeldOut.isHeldOut(second)).isFalse();
              assertThat(pair.first().camera()).isEqualTo(pair.second().camera());
              assertThat(pair.first().light()).isEqualTo(pair.second().light());
            });
  }

  /** A person of whom a word says nothing any more. */
  private static Person withoutWord(PersonWord word, Person person) {
    return switch (word) {
      case GENDER -> person.withBeard(false).with(Person.Gender.MAN);
      case AGE -> person.with(Person.Age.ADULT);
      case HAIR -> person.with(Palette.Hair.BLACK);
      case SKIN -> person.with(Palette.Skin.TAN);
      case BEARD -> person.withBeard(false);
      case GLASSES -> person.withGlasses(false);
      case EYES -> person.with(Palette.Eyes.BROWN);
      case SHAPE -> person.with(null, ShapeTrait.Direction.MORE);
    };
  }

  @Test
  void everyWordIsShownAsOften() {
    Map<PersonWord, Long> shown = new TreeMap<>();
    pairs(800).forEach(pair -> shown.merge(pair.word(), 1L, Long::sum));
    assertThat(shown)
        .hasSize(PersonWord.values().length)
        .allSatisfy((word, n) -> assertThat(n).isEqualTo(100));
  }

  @Test
  void facesAreSeenWhereAWordSpeaksOfThem() {
    pairs(800)
        .filter(pair -> pair.word() == PersonWord.GLASSES || pair.word() == PersonWord.EYES)
        .forEach(pair -> assertThat(pair.first().camera().azimuth()).isBetween(-75.0, 75.0));
    assertThat(pairs(800).filter(pair -> pair.word() == PersonWord.HAIR))
        .anySatisfy(
            pair -> assertThat(Math.abs(pair.first().camera().azimuth())).isGreaterThan(135));
  }

  @Test
  void captionsAreAlikeButForTheWordWhichIsSaid() {
    SplittableRandom random = new SplittableRandom(1);
    pairs(800)
        .forEach(
            pair -> {
              List<String> captions = pair.captions(random);
              assertThat(captions.get(0)).isNotEqualTo(captions.get(1));
              List<List<String>> words = captions.stream().map(DemoPairTest::words).toList();
              assertThat(without(words.get(0), pair.word()))
                  .isEqualTo(without(words.get(1), pair.word()));
            });
  }

  private static List<String> words(String caption) {
    return Arrays.stream(caption.split("[ ,]+"))
        .filter(word -> !List.of("a", "an", "and", "with").contains(word))
        .toList();
  }

  /** What is left of a caption's words without those that a word may have. */
  private static List<String> without(List<String> words, PersonWord word) {
    List<String> said =
        switch (word) {
          case GENDER ->
              List.of("man", "woman", "black", "brown", "blond", "red", "grey", "white", "beard");
          case AGE -> List.of("old", "young");
          case HAIR -> List.of("black", "brown", "blond", "red", "grey", "white");
          case SKIN -> List.of("pale", "tan", "brown", "dark");
          case BEARD -> List.of("black", "brown", "blond", "red", "grey", "white", "beard");
          case GLASSES -> List.of("glasses");
          case EYES -> List.of("brown", "blue", "green");
          case SHAPE -> List.of("big", "small", "wide", "narrow", "long", "short", "high", "low");
        };
    return words.stream().filter(each -> !said.contains(each)).toList();
  }

  @Test
  void picturesDifferWhereTheWordIsShownAlone() {
    try (TensorScope scope = TensorScope.open()) {
      DemoRenderer renderer = new DemoRenderer(FaceModels.open("builtin:head"), 32);
      DemoPair pair =
          pairs(800)
              .filter(each -> each.word() == PersonWord.GLASSES)
              .filter(each -> Math.abs(each.first().camera().azimuth()) < 20)
              .findFirst()
              .orElseThrow();
      float[] images = renderer.render(List.of(pair.first(), pair.second())).images();
      int half = images.length / 2;
      long changed =
          IntStream.range(0, half)
              .filter(i -> Math.abs(images[i] - images[half + i]) > 0.05)
              .count();
      assertThat(changed / (double) half).isBetween(0.005, 0.15);
    }
  }

  private static Stream<DemoPair> pairs(int count) {
    return IntStream.range(0, count).mapToObj(i -> DemoPair.draw(DATA, i, VIEWS));
  }
}
