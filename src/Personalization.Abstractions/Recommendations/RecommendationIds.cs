using System.Collections.Immutable;
using System.Globalization;

namespace Personalization.Abstractions.Recommendations;

/// <summary>Creates and reads recommendation ids.</summary>
/// <remarks>
/// An id ends in the fallback level, so that an outcome event carries the level. The id of a list in experiments also
/// contains the time and the experiments, so that an outcome proves the exposure. The engine signs such an id, see
/// <see cref="RecommendationIdKey"/>. Clients must treat ids as opaque.
/// </remarks>
public static class RecommendationIds
{
    private const char Divider = '.';
    private const char Mark = '~';
    private const char Between = '_';

    /// <summary>Creates an id.</summary>
    /// <param name="source">The name of the process, unique over all processes and restarts.</param>
    /// <param name="number">The number of the answer in the process.</param>
    /// <param name="level">The fallback level.</param>
    public static string Make(string source, long number, FallbackLevel level) =>
        string.Create(CultureInfo.InvariantCulture, $"{source}-{number:x}{Divider}{(int)level}");

    /// <summary>Creates the id of an answer in experiments, such as <c>source-7~19ab3f2c1d0~3_8.0</c>.</summary>
    /// <param name="source">The name of the process, unique over all processes and restarts.</param>
    /// <param name="number">The number of the answer in the process.</param>
    /// <param name="level">The fallback level.</param>
    /// <param name="at">The time the list is served; stored to the millisecond.</param>
    /// <param name="experiments">The experiments' numbers joined by <c>_</c>, see <see cref="Join"/>.</param>
    public static string Make(string source, long number, FallbackLevel level, DateTimeOffset at, string experiments) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{source}-{number:x}{Mark}{at.ToUnixTimeMilliseconds():x}{Mark}{experiments}{Divider}{(int)level}");

    /// <summary>Gets whether an id has a form that can prove an exposure.</summary>
    public static bool IsMarked(string recommendationId) => recommendationId.Contains(Mark, StringComparison.Ordinal);

    /// <summary>Joins experiment numbers for an id.</summary>
    public static string Join(IEnumerable<int> experiments) => string.Join(Between, experiments);

    /// <summary>Gets the fallback level in an id; null when the text is not an id of this class.</summary>
    public static FallbackLevel? FallbackLevelOf(string recommendationId) =>
        recommendationId is [.., Divider, var digit] && Enum.IsDefined((FallbackLevel)(digit - '0'))
        ? (FallbackLevel)(digit - '0')
        : null;

    /// <summary>Gets the time and the experiments in an id; null when it has none.</summary>
    public static ServedMark? ServedOf(string recommendationId)
    {
        if (!IsMarked(recommendationId) || recommendationId.Split(Mark) is not [_, var time, var rest])
        {
            return null;
        }

        if (!long.TryParse(time, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long ms)
            || ms is < 0 or > 253_402_300_799_999)
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

/// <summary>The part of a recommendation id that identifies an exposure in experiments. Immutable.</summary>
/// <param name="At">The time the list was served, UTC, to the millisecond.</param>
/// <param name="Experiments">The numbers of the experiments whose arms shaped the list.</param>
public readonly record struct ServedMark(DateTimeOffset At, ImmutableArray<int> Experiments);
