package io.facesweep.metrics;

import io.facesweep.UserException;
import java.util.List;
import java.util.Optional;

/** Says why a judge has no usable answer. */
final class JudgeException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String ERROR = "RuntimeError: ";
  private static final int MAX_LENGTH = 200;

  JudgeException(String message) {
    super(message);
  }

  /**
   * Refuses answers that are no numbers.
   *
   * @param answers one a picture
   * @return the same
   */
  static double[] requireFinite(double[] answers) {
    for (int i = 0; i < answers.length; i++) {
      if (!Double.isFinite(answers[i])) {
        throw new JudgeException(
            "it gave %s for picture %d of %d".formatted(answers[i], i + 1, answers.length));
      }
    }
    return answers;
  }

  /**
   * Returns one line that says why a judge failed: what libtorch says at the end of its stack, the
   * sentence of an exception of ours, or the name of another.
   */
  static String reason(Throwable e) {
    String message = e.getMessage();
    List<String> lines = message == null ? List.of() : message.lines().map(String::strip).toList();
    Optional<String> line =
        lines.stream()
            .filter(l -> l.contains(ERROR))
            .map(l -> l.substring(l.indexOf(ERROR) + ERROR.length()))
            .reduce((first, second) -> second)
            .or(() -> lines.stream().filter(l -> !l.isEmpty()).findFirst());
    String name =
        e instanceof JudgeException || e instanceof UserException
            ? ""
            : e.getClass().getSimpleName() + ": ";
    String text = name + line.orElse("no reason given");
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
  }
}
