package io.facesweep.train.demo;

import io.facesweep.render.Camera;
import io.facesweep.synthesis.PromptView;
import io.facesweep.tensor.RandomStream;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Two pictures, alike but for what one word says of the person: the same camera, light and small
 * differences. They are grey where the word is of the shape.
 *
 * @param word what differs
 */
record DemoPair(DemoItem first, DemoItem second, PersonWord word) {
  /** Beyond this azimuth little of what words say of a face is seen. */
  private static final double FACE_SEEN = 75;

  private static final double VIEW_KEPT = 0.6;

  /** Pair {@code index} of a data set: each word as often, nobody who is held out. */
  static DemoPair draw(RandomStream data, long index, DemoViews views) {
    RandomStream own = data.child(index);
    SplittableRandom random = own.scalars();
    PersonWord word = PersonWord.values()[(int) (index % PersonWord.values().length)];
    Person person;
    Person other;
    do {
      person = Person.draw(random, word == PersonWord.SHAPE ? 1 : 0.25);
      other = word.changed(person, random);
    } while (other.equals(person) || HeldOut.isHeldOut(other));
    Camera camera;
    do {
      camera = DemoItem.camera(random, views);
    } while (isOfFaces(word) && Math.abs(camera.azimuth()) > FACE_SEEN);
    boolean clay = word == PersonWord.SHAPE;
    float[] light = DemoItem.light(clay, random, camera);
    return new DemoPair(
        new DemoItem(clay, person, camera, light, own),
        new DemoItem(clay, other, camera, light, own),
        word);
  }

  private static boolean isOfFaces(PersonWord word) {
    return switch (word) {
      case SKIN, HAIR, SHAPE -> false;
      default -> true;
    };
  }

  /** Captions of both, in the same words but for what differs, which is said. */
  List<String> captions(SplittableRandom random) {
    List<String> captions =
        first.clay()
            ? Captions.ofClay(first.person(), second.person(), random)
            : Captions.ofColour(first.person(), second.person(), word, random);
    PromptView view = PromptView.of(first.camera().azimuth());
    boolean kept = random.nextDouble() < VIEW_KEPT;
    return kept ? captions.stream().map(view::apply).toList() : captions;
  }
}
