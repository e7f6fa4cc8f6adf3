package io.facesweep.train.demo;

import io.facesweep.train.demo.Palette.Eyes;
import io.facesweep.train.demo.Palette.Hair;
import io.facesweep.train.demo.Palette.Skin;
import io.facesweep.train.demo.Person.Age;
import io.facesweep.train.demo.Person.Gender;
import io.facesweep.train.demo.Person.HairStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The combinations of words that training never sees, to test on: eight of gender, hair and skin,
 * and sixteen that name one thing more.
 *
 * @param extra what is named beside them
 */
record HeldOut(Gender gender, Hair hair, Skin skin, Extra extra) {

  /** One thing more than gender, hair and skin, and how a prompt says it. */
  enum Extra {
    NONE("a %s with %s hair and %s skin", null, ""),
    BEARD("a %s with %s hair, %s skin and a beard", FaceFeature.BEARD, "beard"),
    GLASSES("a %s with %s hair, %s skin and glasses", FaceFeature.GLASSES, "glasses"),
    OLD("an old %s with %s hair and %s skin", FaceFeature.AGE, "old"),
    YOUNG("a young %s with %s hair and %s skin", FaceFeature.AGE, "young"),
    BLUE_EYES("a %s with %s hair, %s skin and blue eyes", FaceFeature.EYES, "blue"),
    GREEN_EYES("a %s with %s hair, %s skin and green eyes", FaceFeature.EYES, "green");

    private final String form;
    private final @Nullable FaceFeature feature;
    private final String word;

    Extra(String form, @Nullable FaceFeature feature, String word) {
      this.form = form;
      this.feature = feature;
      this.word = word;
    }

    private boolean isOf(Person person) {
      return feature == null || feature.word(person).equals(word);
    }
  }

  private static final List<HeldOut> ALL =
      List.of(
          new HeldOut(Gender.MAN, Hair.BLOND, Skin.DARK, Extra.NONE),
          new HeldOut(Gender.WOMAN, Hair.RED, Skin.DARK, Extra.NONE),
          new HeldOut(Gender.MAN, Hair.BLACK, Skin.PALE, Extra.NONE),
          new HeldOut(Gender.WOMAN, Hair.WHITE, Skin.BROWN, Extra.NONE),
          new HeldOut(Gender.MAN, Hair.RED, Skin.TAN, Extra.NONE),
          new HeldOut(Gender.WOMAN, Hair.GREY, Skin.PALE, Extra.NONE),
          new HeldOut(Gender.MAN, Hair.BROWN, Skin.BROWN, Extra.NONE),
          new HeldOut(Gender.WOMAN, Hair.BLOND, Skin.TAN, Extra.NONE),
          new HeldOut(Gender.MAN, Hair.RED, Skin.PALE, Extra.BEARD),
          new HeldOut(Gender.MAN, Hair.WHITE, Skin.BROWN, Extra.BEARD),
          new HeldOut(Gender.MAN, Hair.GREY, Skin.DARK, Extra.BEARD),
          new HeldOut(Gender.MAN, Hair.BLOND, Skin.TAN, Extra.BEARD),
          new HeldOut(Gender.WOMAN, Hair.BLACK, Skin.BROWN, Extra.GLASSES),
          new HeldOut(Gender.MAN, Hair.BROWN, Skin.PALE, Extra.GLASSES),
          new HeldOut(Gender.WOMAN, Hair.WHITE, Skin.TAN, Extra.GLASSES),
          new HeldOut(Gender.MAN, Hair.BLACK, Skin.DARK, Extra.GLASSES),
          new HeldOut(Gender.WOMAN, Hair.GREY, Skin.DARK, Extra.OLD),
          new HeldOut(Gender.MAN, Hair.BROWN, Skin.TAN, Extra.OLD),
          new HeldOut(Gender.WOMAN, Hair.WHITE, Skin.PALE, Extra.YOUNG),
          new HeldOut(Gender.MAN, Hair.GREY, Skin.BROWN, Extra.YOUNG),
          new HeldOut(Gender.WOMAN, Hair.BLACK, Skin.DARK, Extra.BLUE_EYES),
          new HeldOut(Gender.MAN, Hair.BLACK, Skin.TAN, Extra.BLUE_EYES),
          new HeldOut(Gender.WOMAN, Hair.BROWN, Skin.PALE, Extra.GREEN_EYES),
          new HeldOut(Gender.MAN, Hair.GREY, Skin.TAN, Extra.GREEN_EYES));

  /** Returns all of them, those of gender, hair and skin alone first. */
  static List<HeldOut> all() {
    return ALL;
  }

  /** Whether training never sees such a person; the bald, who show no hair, are never held out. */
  static boolean isHeldOut(Person person) {
    return person.style() != HairStyle.BALD && ALL.stream().anyMatch(out -> out.isOf(person));
  }

  private boolean isOf(Person person) {
    return person.gender() == gender
        && person.hair() == hair
        && person.skin() == skin
        && extra.isOf(person);
  }

  /** Returns the prompt, without a view. */
  String prompt() {
    return extra.form.formatted(gender.word, hair.word, skin.word);
  }

  /** Returns the words of features that the prompt names: one or none. */
  Map<FaceFeature, String> features() {
    return extra.feature == null ? Map.of() : Map.of(extra.feature, extra.word);
  }

  /** Returns a person of it, plain in all else. */
  Person person() {
    Age age = extra == Extra.OLD ? Age.OLD : extra == Extra.YOUNG ? Age.YOUNG : Age.ADULT;
    Eyes eyes =
        Arrays.stream(Eyes.values())
            .filter(colour -> extra.word.equals(colour.word))
            .findAny()
            .orElse(Eyes.BROWN);
    return new Person(
        gender,
        age,
        skin,
        gender == Gender.MAN ? HairStyle.SHORT : HairStyle.LONG,
        hair,
        eyes,
        extra == Extra.BEARD,
        extra == Extra.GLASSES,
        null,
        ShapeTrait.Direction.MORE);
  }
}
