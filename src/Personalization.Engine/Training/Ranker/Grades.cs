using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Ranker;

/// <summary>
/// Grades what a user did after a moment, item by item, by the heaviest event on it: 1 for what weighs up to 1 (a look), 2 up to half of a
/// purchase, 3 above that, 4 for a purchase; the very next choice counts one more, since it is what a list at that moment is judged by.
/// </summary>
internal static class Grades
{
    /// <summary>The grades of the items chosen; any other item has 0.</summary>
    public static Dictionary<int, byte> Of(RankingCase moment, double purchaseWeight)
    {
        Dictionary<int, byte> grades = [];
        foreach (ref readonly SignalEvent happened in moment.Next.Span)
        {
            if (happened.Weight > 0)
            {
                grades[happened.Item] = Math.Max(grades.GetValueOrDefault(happened.Item), Of(happened.Weight, purchaseWeight));
            }
        }

        grades[moment.Next.Span[0].Item]++;
        return grades;
    }

    private static byte Of(float weight, double purchaseWeight) => purchaseWeight > 0 && weight >= purchaseWeight ? (byte)4
        : weight <= 1 ? (byte)1
        : weight <= purchaseWeight / 2 ? (byte)2
        : (byte)3;
}
