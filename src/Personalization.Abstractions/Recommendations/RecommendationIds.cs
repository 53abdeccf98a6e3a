using System.Collections.Immutable;
using System.Globalization;

namespace Personalization.Abstractions.Recommendations;

/// <summary>
/// The names of answers. They end in the level they were taken from, so that an outcome that carries one back tells it wherever it arrives; those of experiments
/// also tell when they were served and in which, so that an outcome proves its exposure. Clients take them as they are.
/// </summary>
public static class RecommendationIds
{
    private const char Divider = '.';
    private const char Mark = '~';
    private const char Between = '_';

    /// <summary>A name.</summary>
    /// <param name="source">Who answered: unique over all processes and restarts.</param>
    /// <param name="number">Counts the answers of the source.</param>
    /// <param name="level">The level of the answer.</param>
    public static string Make(string source, long number, FallbackLevel level) => string.Create(CultureInfo.InvariantCulture, $"{source}-{number:x}{Divider}{(int)level}");

    /// <summary>The name of an answer in experiments: <c>source-7~19ab3f2c1d0~3_8.0</c>.</summary>
    /// <param name="source">Who answered: unique over all processes and restarts.</param>
    /// <param name="number">Counts the answers of the source.</param>
    /// <param name="level">The level of the answer.</param>
    /// <param name="at">When it is served.</param>
    /// <param name="experiments">The experiments' numbers joined by <c>_</c>, see <see cref="Join"/>.</param>
    public static string Make(string source, long number, FallbackLevel level, DateTimeOffset at, string experiments) =>
        string.Create(CultureInfo.InvariantCulture, $"{source}-{number:x}{Mark}{at.ToUnixTimeMilliseconds():x}{Mark}{experiments}{Divider}{(int)level}");

    /// <summary>The numbers of experiments as a name has them.</summary>
    public static string Join(IEnumerable<int> experiments) => string.Join(Between, experiments);

    /// <summary>The level in a name; null when it holds none, so is not one of these.</summary>
    public static FallbackLevel? FallbackLevelOf(string recommendationId) =>
        recommendationId is [.., Divider, var digit] && Enum.IsDefined((FallbackLevel)(digit - '0')) ? (FallbackLevel)(digit - '0') : null;

    /// <summary>What a name says of experiments; null when it says nothing.</summary>
    public static ServedMark? ServedOf(string recommendationId)
    {
        if (!recommendationId.Contains(Mark, StringComparison.Ordinal) || recommendationId.Split(Mark) is not [_, var time, var rest])
        {
            return null;
        }

        if (!long.TryParse(time, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long ms) || ms is < 0 or > 253_402_300_799_999)
        {
            return null;
        }

        ImmutableArray<int>.Builder numbers = ImmutableArray.CreateBuilder<int>();
        foreach (string number in rest.Split(Divider)[0].Split(Between))
        {
            if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int experiment))
            {
                return null;
            }

            numbers.Add(experiment);
        }

        return new ServedMark(DateTimeOffset.FromUnixTimeMilliseconds(ms), numbers.ToImmutable());
    }
}
