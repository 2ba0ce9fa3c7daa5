"""Common given and family names, put together at random: no real person is meant."""

from __future__ import annotations

GIVEN_NAMES = tuple(
    """
    Adèle Adrien Agathe Aïcha Alain Alexandre Alexis Alice Aline Amandine Amélie Amine Anaïs André
    Angélique Anne Antoine Arnaud Arthur Audrey Aurélie Aurore Axelle Baptiste Béatrice Benjamin
    Benoît Bernadette Blandine Brigitte Bruno Camille Carine Carole Caroline Catherine Cécile
    Célia Céline Chantal Charlène Charlotte Chloé Christelle Christian Christine Claire Clara
    Claudine Clémence Clément Corinne Coralie Cyril Damien Daniel David Delphine Denis Didier
    Dominique Édith Élise Élodie Émilie Emma Emmanuelle Éric Estelle Esther Eva Fabien Fabienne
    Fanny Farid Fatima Fatoumata Flavie Florence Florian Franck François Françoise Frédéric
    Gabriel Gaëlle Géraldine Gérard Ghislaine Gilles Guillaume Hélène Henri Hugo Inès Isabelle
    Jacques Jeanne Jérémy Jérôme Joëlle Jonathan Joseph Josiane Julie Julien Juliette Justine
    Karim Karine Kevin Khadija Laetitia Laura Laure Laurence Laurent Léa Leïla Lina Lise Louise
    Luc Lucas Lucie Ludivine Ludovic Lydie Maëlle Magali Manon Marc Margaux Marguerite Marianne
    Marie Marine Marion Martine Mathieu Mathilde Maxime Mélanie Mélissa Michel Mireille Mohamed
    Monique Morgane Muriel Myriam Nadège Nadia Nathalie Nicolas Nicole Nora Océane Odile Olivier
    Pascal Pascale Patricia Patrick Paul Pauline Philippe Pierre Quentin Rachid Raphaël Régine
    Rémi Renaud Romain Rose Sabine Sabrina Salomé Samia Samuel Sandra Sandrine Sarah Sébastien
    Séverine Simon Solène Sonia Sophie Stéphanie Stéphane Sylvain Sylvie Tatiana Théo Thérèse
    Thierry Thomas Valentin Valérie Vanessa Véronique Victor Vincent Virginie Wassim Yann Yasmine
    Yves Zoé
    """.split()  # noqa: SIM905 - two hundred names read best without quotes
)

FAMILY_NAMES = tuple(
    """
    Adam Albert Allard André Antoine Arnaud Aubert Aubry Bailly Barbier Baron Barre Benard Benoît
    Berger Bernard Bertin Bertrand Besson Blanc Blanchard Boucher Boulanger Bourgeois Bouvier Boyer
    Breton Brun Brunet Camara Carlier Caron Carpentier Charles Charpentier Chevalier Chevallier
    Clément Colas Colin Collet Collin Cordier Costa Cousin Da-Silva Daniel David Delattre Delaunay
    Delmas Denis Deschamps Devaux Diallo Diarra Didier Dubois Dufour Dumas Dumont Dupont Dupuis
    Dupuy Durand Duval Étienne Évrard Fabre Faure Fernandez Ferrand Ferreira Fleury Fontaine
    Fournier François Gaillard Garcia Garnier Gauthier Gautier Gay Georges Gérard Germain Gilbert
    Gillet Girard Giraud Gomez Gonzalez Grégoire Grondin Guérin Guichard Guillaume Guillot Guyot
    Hamon Henry Hervé Hoarau Hubert Huet Humbert Jacob Jacquet Jean Joly Jung Klein Labbé Lacroix
    Lambert Langlois Laporte Launay Laurent Lebon Lebrun Leclerc Leclercq Lecomte Lefebvre Lefèvre
    Léger Legrand Lejeune Lemaire Lemaître Lemoine Leroux Leroy Lévêque Lopez Louis Lucas Mahé
    Maillard Mallet Marchal Marchand Maréchal Marie Martin Martinez Marty Masson Mathieu Maurice
    Menard Mercier Meunier Meyer Michaud Michel Millet Monnier Moreau Morel Morin Morvan Moulin
    Muller Nguyen Nicolas Noël Olivier Ollivier Paris Pasquier Payet Pelletier Pereira Perez Perrin
    Perrot Petit Philippe Picard Pichon Pierre Poirier Pons Poulain Prévost Rémy Renard Renaud
    Renault Rey Reynaud Richard Rivière Robert Robin Roche Rodriguez Roger Rolland Rousseau Roussel
    Roux Roy Sanchez Schmitt Schneider Simon Sow Tanguy Tessier Thomas Traoré Vallée Vasseur Vidal
    Vincent Voisin Weber
    """.split()  # noqa: SIM905 - two hundred names read best without quotes
)
