package io.facesweep.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.config.TrialValues;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

public class DeclarationsTest {
  private static final Declarations<TrialSettings> TRIAL = TrialSettings.DECLARED;

  public record Inner(
      @Setting(doc = "a", byDefault = "1", usedWhen = "mode = gif") int someNumber,
      @Setting(doc = "b", usedWhen = "some-number != 2") boolean flag) {}

  public record Outer(
      @Setting(doc = "c") Animation mode,
      @Block(defaults = "some-number = 3") Inner first,
      @Block(usedWhen = "mode != gif") Inner second) {}

  public record Bare(int number) {}

  public record Unknown(@Setting(doc = "x", usedWhen = "other = 1") int number) {}

  public record WrongWord(
      @Setting(doc = "x") Animation mode,
      @Setting(doc = "y", usedWhen = "mode = film") int number) {}

  public record NoIdentity(
      @Setting(doc = "x", model = ModelRole.DEPTH_CONTROLNET) boolean control) {}

  public record NoModel(@Setting(doc = "x", modelIdentity = "net") boolean control) {}

  public record NoImage(
      @Setting(doc = "x") String text,
      @Setting(doc = "y", text = Setting.Text.PLACE, autoOf = "text") String image) {}

  public record Small(
      @Setting(doc = "x", min = 0, max = 1) double share,
      @Setting(doc = "y", above = 0, max = 9) int count) {}

  public record Either(
      @Setting(doc = "a") Animation mode,
      @Setting(doc = "b", usedWhen = "mode != none") boolean flag,
      @Setting(doc = "c", usedWhen = "mode = gif or flag = true or lost? = 3") int number) {}

  public record Both(
      @Setting(doc = "a") Animation mode,
      @Setting(doc = "b") boolean flag,
      @Setting(doc = "c", usedWhen = "mode = gif and flag = true") int number) {}

  public record Lost(
      @Setting(doc = "a") Animation mode,
      @Setting(doc = "c", usedWhen = "mode = gif or lost = 3") int number) {}

  private static String used(Outer outer) {
    return Declarations.of(Outer.class).all().stream()
        .filter(declared -> declared.isUsed(outer))
        .map(Declaration::path)
        .collect(Collectors.joining(" "));
  }

  @Test
  void keysAreTheNamesOfTheComponents() {
    Declarations<Outer> outer = Declarations.of(Outer.class);
    assertThat(outer.all().stream().map(Declaration::path))
        .containsExactly(
            "mode", "first.some-number", "first.flag", "second.some-number", "second.flag");
    Declaration number = outer.get("first.some-number");
    assertThat(number.column()).isEqualTo("first_some_number");
    assertThat(number.byDefault()).isEqualTo("3");
    assertThat(outer.get("second.some-number").byDefault()).isEqualTo("1");
  }

  @Test
  void conditionsWithAndBetweenThemMustAllHold() {
    Declaration number = Declarations.of(Both.class).get("number");
    assertThat(number.isUsed(new Both(Animation.GIF, true, 1))).isTrue();
    assertThat(number.isUsed(new Both(Animation.GIF, false, 1))).isFalse();
    assertThat(number.isUsed(new Both(Animation.NONE, true, 1))).isFalse();
    assertThat(number.gates()).extracting(Declaration::path).containsExactly("mode", "flag");
  }

  @Test
  void aSettingCountsWhereItsConditionsAndThoseOfItsGatesHold() {
    assertThat(used(new Outer(Animation.GIF, new Inner(1, true), new Inner(1, true))))
        .isEqualTo("mode first.some-number first.flag");
    assertThat(used(new Outer(Animation.GIF, new Inner(2, true), new Inner(1, true))))
        .isEqualTo("mode first.some-number");
    assertThat(used(new Outer(Animation.NONE, new Inner(1, true), new Inner(1, true))))
        .isEqualTo("mode");
  }

  @Test
  void aSettingCountsWhereOneOfSeveralConditionsHoldsWhoseSettingCounts() {
    Declarations<Either> either = Declarations.of(Either.class);
    Declaration number = either.get("number");
    assertThat(number.isUsed(new Either(Animation.GIF, false, 1))).isTrue();
    assertThat(number.isUsed(new Either(Animation.NONE, false, 1))).isFalse();
    assertThat(number.isUsed(new Either(Animation.NONE, true, 1)))
        .as("flag does not count")
        .isFalse();
    assertThat(number.gates()).containsExactly(either.get("mode"), either.get("flag"));
    assertThat(number.usedWhen("x.", "")).isEqualTo("(x.mode = gif or x.flag = true)");
    assertThat(either.get("mode").decides(number, new Either(Animation.NONE, true, 1))).isTrue();
    assertThat(either.get("flag").decides(number, new Either(Animation.GIF, false, 1))).isFalse();
  }

  @Test
  void whenASettingCountsIsSaidInWords() {
    assertThat(TRIAL.get("texture.prior-weight-start").usedWhen("", "phases"))
        .isEqualTo("texture.prior-schedule != constant and texture.prior != none");
    assertThat(TRIAL.get("texture.steps").usedWhen("", "phases")).isEmpty();
    assertThat(TRIAL.get("texture.steps").usedWhen("trial.", ""))
        .isEqualTo("trial.phases != geometry-only");
  }

  @Test
  void refusesAKeyThatIsNone() {
    assertThatThrownBy(() -> TRIAL.get("texture.step"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid key: texture.step (expected a setting of TrialSettings)");
  }

  @Test
  void imagesLieElsewhere() {
    TrialSettings trial = TrialValues.settings("texture.prior-edges = a.png");
    TextureSettings other = trial.withImages(name -> "/there/" + name).texture();
    assertThat(List.of(other.initTexture(), other.priorEdges(), other.priorPrompt()))
        .containsExactly("/there/builtin:skin", "/there/a.png", "face texture");
  }

  @Test
  void anImageIsMadeFromAnotherWhereItSaysAuto() {
    Declaration edges = TRIAL.get("texture.prior-edges");
    assertThat(edges.autoOf(TrialValues.defaults())).isSameAs(TRIAL.get("texture.init-texture"));
    assertThat(edges.autoOf(TrialValues.settings("texture.prior-edges = a.png"))).isNull();
    TrialSettings other = TrialValues.settings("texture.init-texture = auto");
    assertThat(TRIAL.get("texture.init-texture").autoOf(other)).isNull();
  }

  @Test
  void refusesDeclarationsThatCannotBe() {
    assertThatThrownBy(() -> Declarations.of(Bare.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot declare int number: it has neither @Setting nor @Block");
    assertThatThrownBy(() -> Declarations.of(Unknown.class))
        .hasMessage(
            "Cannot declare number: 'other = 1' names no setting (expected key = value, of a block"
                + " around it)");
    assertThatThrownBy(() -> Declarations.of(Lost.class))
        .hasMessageContaining("Cannot declare number: 'lost = 3' names no setting");
    assertThatThrownBy(() -> Declarations.of(WrongWord.class))
        .hasMessage("Cannot declare a condition on mode: it takes no 'film'");
    for (Class<? extends Record> half : List.of(NoIdentity.class, NoModel.class)) {
      assertThatThrownBy(() -> Declarations.of(half))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "Cannot declare control: it has a model or a modelIdentity alone (expected both, or"
                  + " neither)");
    }
    assertThatThrownBy(() -> Declarations.of(NoImage.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot declare image: text is no image (expected one that stands before it)");
  }

  @Test
  void refusesNumbersOutOfBounds() {
    Declarations<Small> small = Declarations.of(Small.class);
    small.requireValid(0.5, 9);
    assertThatThrownBy(() -> small.requireValid(0.5, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid count: 0 (expected a number above 0, up to 9)");
    assertThatThrownBy(() -> small.requireValid(Double.NaN, 1))
        .hasMessage("Invalid share: NaN (expected a number from 0 to 1)");
    assertThatThrownBy(() -> small.requireValid(1.0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot check Small: 1 values (expected 2)");
  }
}
