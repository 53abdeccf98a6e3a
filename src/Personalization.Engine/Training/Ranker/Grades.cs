using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Ranker;

/// <summary>Grades each item by the heaviest event of the user on it after a moment.</summary>
/// <remarks>
/// The grade is 1 for a weight up to 1 (a view), 2 for a weight up to half of a purchase, 3 for a higher weight, and 4
/// for a purchase. The very next choice gets one more, because the evaluation metric asks for it.
/// </remarks>
internal static class Grades
{
    /// <summary>Gets the grades of the chosen items. Every other item has grade 0.</summary>
    public static Dictionary<int, byte> Of(RankingCase moment, double purchaseWeight)
    {
        Dictionary<int, byte> grades = [];
        foreach (ref readonly SignalEvent happened in moment.Next.Span)
        {
            if (happened.Weight > 0)
            {
                grades[happened.Item] = Math.Max(
                    grades.GetValueOrDefault(happened.Item), Of(happened.Weight, purchaseWeight));
            }
        }

        grades[moment.Target]++;
        return grades;
    }

    private static byte Of(float weight, double purchaseWeight)
    {
        if (purchaseWeight > 0 && weight >= purchaseWeight)
        {
            return 4;
        }

        if (weight <= 1)
        {
            return 1;
        }

        return weight <= purchaseWeight / 2 ? (byte)2 : (byte)3;
    }
}
