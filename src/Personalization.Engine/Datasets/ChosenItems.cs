using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Datasets;

/// <summary>Extracts the chosen items of every user from a training log.</summary>
internal static class ChosenItems
{
    /// <summary>
    /// Returns one row per user: the chosen items, newest first, each once, with the weight of the interaction.
    /// Disliked items are left out.
    /// </summary>
    public static Adjacency Of(TrainingLog log)
    {
        AdjacencyBuilder rows = new(log.UserSlots, log.EventCount);
        Interactions interactions = new(log.ItemCount);
        for (int user = 0; user < log.UserSlots; user++)
        {
            interactions.Fold(log.EventsOf(user).Span, long.MaxValue);
            foreach (ref readonly Interaction interaction in interactions.Span)
            {
                if (interaction.Weight > 0)
                {
                    rows.Add(interaction.Item, interaction.Weight);
                }
            }

            rows.EndRow();
        }

        return rows.Build(log.ItemCount);
    }
}
