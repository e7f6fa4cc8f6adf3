package io.facesweep.train.demo;

import io.facesweep.train.demo.Palette.Eyes;
import io.facesweep.train.demo.Palette.Hair;
import io.facesweep.train.demo.Palette.Skin;
import io.facesweep.train.demo.Person.Age;
import io.facesweep.train.demo.Person.Gender;
import io.facesweep.train.demo.Person.HairStyle;
import io.facesweep.train.demo.ShapeTrait.Direction;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** What captions say of a person. */
enum PersonWord {
  GENDER(1) {
    @Override
    Person changed(Person person, SplittableRandom random) {
      boolean man = person.gender() == Gender.MAN;
      return person.withBeard(false).with(man ? Gender.WOMAN : Gender.MAN);
    }
  },

  AGE(0.7) {
    @Override
    boolean isSaidOf(Person person) {
      return person.age() != Age.ADULT;
    }

    @Override
    Person changed(Person person, SplittableRandom random) {
      return person.with(other(Age.values(), person.age(), random));
    }
  },

  HAIR(0.85) {
    @Override
    boolean isSaidOf(Person person) {
      return person.style() != HairStyle.BALD;
    }

    @Override
    Person changed(Person person, SplittableRandom random) {
      return isSaidOf(person) ? person.with(other(Hair.values(), person.hair(), random)) : person;
    }
  },

  SKIN(0.7) {
    @Override
    Person changed(Person person, SplittableRandom random) {
      return person.with(other(Skin.values(), person.skin(), random));
    }
  },

  BEARD(1) {
    @Override
    boolean isSaidOf(Person person) {
      return person.beard();
    }

    @Override
    Person changed(Person person, SplittableRandom random) {
      return person.gender() == Gender.MAN ? person.withBeard(!person.beard()) : person;
    }
  },

  GLASSES(1) {
    @Override
    boolean isSaidOf(Person person) {
      return person.glasses();
    }

    @Override
    Person changed(Person person, SplittableRandom random) {
      return person.withGlasses(!person.glasses());
    }
  },

  EYES(0.4) {
    @Override
    Person changed(Person person, SplittableRandom random) {
      return person.with(other(Eyes.values(), person.eyes(), random));
    }
  },

  /** The strong trait of shape, more or less of it. */
  SHAPE(0.6) {
    @Override
    boolean isSaidOf(Person person) {
      return person.trait() != null;
    }

    @Override
    Person changed(Person person, SplittableRandom random) {
      return isSaidOf(person)
          ? person.with(person.trait(), other(Direction.values(), person.direction(), random))
          : person;
    }
  };

  /** How often captions of coloured renders say it of whom it is so. */
  final double share;

  PersonWord(double share) {
    this.share = share;
  }

  /** Whether there is a word for what the person has of it. */
  boolean isSaidOf(Person person) {
    return true;
  }

  /** Returns a person that differs in this alone; the same one where this cannot differ. */
  abstract Person changed(Person person, SplittableRandom random);

  private static <T> T other(T[] values, T value, SplittableRandom random) {
    List<T> others = Arrays.stream(values).filter(other -> !other.equals(value)).toList();
    return others.get(random.nextInt(others.size()));
  }
}
