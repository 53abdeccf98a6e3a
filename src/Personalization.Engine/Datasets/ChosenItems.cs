using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Datasets;

/// <summary>Every user's chosen items, newest first, each once, with the weight of what was done.</summary>
internal static class ChosenItems
{
    /// <summary>Makes the lists; an item a user turned away from is not on them.</summary>
    public static Adjacency Of(TrainingLog log)
    {
        AdjacencyBuilder rows = new(log.UserSlots, log.EventCount);
        Interactions prints = new(log.ItemCount);
        for (int user = 0; user < log.UserSlots; user++)
        {
            prints.Fold(log.EventsOf(user).Span, long.MaxValue);
            foreach (ref readonly Interaction print in prints.Span)
            {
                if (print.Weight > 0)
                {
                    rows.Add(print.Item, print.Weight);
                }
            }

            rows.EndRow();
        }

        return rows.Build(log.ItemCount);
    }
}
