package io.facesweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RivalPromptsTest {
  @Test
  void rivalsFollowTheOwnPromptAndGoAround() {
    assertThat(RivalPrompts.of(List.of("a", "b", "c"), "b")).containsExactly("c", "a");
    assertThat(RivalPrompts.of(List.of("a"), "a")).isEmpty();
    List<String> many = IntStream.range(0, 30).mapToObj(Integer::toString).toList();
    assertThat(RivalPrompts.of(many, "25"))
        .containsExactly("26", "27", "28", "29", "0", "1", "2", "3", "4");
  }
}
