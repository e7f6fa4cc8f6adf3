package io.facesweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ForeignFileTest {
  @Test
  void whateverAReaderThrowsIsTheFilesFault() {
    List<Throwable> causes =
        List.of(
            new NullPointerException("x"),
            new StackOverflowError("x"),
            new OutOfMemoryError("x"),
            new ClassCastException("x"));
    for (Throwable cause : causes) {
      assertThatThrownBy(() -> ForeignFile.open("checkpoint x", thrower(cause)))
          .isInstanceOf(UserException.class)
          .hasCause(cause)
          .hasMessage(
              "Cannot open checkpoint x: it is damaged, or asks for more memory than there is (%s)"
                  .formatted(cause));
    }
  }

  @Test
  void refusalsPassAsTheyAre() {
    UserException refusal = new UserException("no");
    assertThatThrownBy(() -> ForeignFile.open("checkpoint x", thrower(refusal))).isSameAs(refusal);
    assertThat(ForeignFile.<String>open("checkpoint x", () -> "read")).isEqualTo("read");
  }

  @Test
  void foreignTextsAreShortAndHarmless() {
    assertThat(ForeignText.quoted("a\u001b[2Jb\n")).isEqualTo("a?[2Jb?");
    assertThat(ForeignText.quoted("x".repeat(1000))).hasSize(120).endsWith("...");
    assertThat(ForeignText.bounded("a\u001b\nb", 100)).isEqualTo("a?\nb");
    assertThat(ForeignText.bounded("x".repeat(1000), 50)).hasSize(50);
  }

  private static Supplier<String> thrower(Throwable cause) {
    return () -> {
      if (cause instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) cause;
    };
  }
}
